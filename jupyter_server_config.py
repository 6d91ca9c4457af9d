"""What Jupyter's server reads if it is started in this folder, as `make lab` does.

pip installs the same from etc/jupyter, but not for an editable installation, which is what `make setup` makes.
"""

c = get_config()  # noqa: F821 - Jupyter defines it
c.ServerApp.jpserver_extensions = {"grader.notebook.server": True}
