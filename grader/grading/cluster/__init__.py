"""Grading on more machines than one: the workers of a Dask cluster run student code, this machine writes the gradebook.

    client.Cluster.grade(submission)      on the machine that has the course
        wire.Task, as bytes         ->    a scheduler  ->  worker.grade(task)    on any machine
        wire.Answer, as bytes       <-

Nothing but bytes goes through Dask, which pickles the name of the function and what is around them: msgpack of the
structures in `wire`. What a student has handed in, and what a student's program has shown, is in no pickle.
"""
