// How lessons look in JupyterLab and Notebook: what a style sheet alone cannot do.
//
// - A notebook that imports the checks of a lesson gets the class `lesson-notebook`, to which lesson.css is limited.
// - The cells of an exercise get the class `lesson-exercise`, and its task a caption with its points and minutes.
// - The handle of each slider gets the slider's label as its name: ipywidgets gives it none.
//
// This is a container of webpack's module federation, which is what JupyterLab loads extensions as
// (https://webpack.js.org/concepts/module-federation/#dynamic-remote-containers). It is written by hand, so nothing
// has to be built.
(() => {
  const LESSON = /^\s*from grader\.lessons import /m;
  const EXERCISE = /^\*\*Exercise `(\w+)`\*\*(?: \((about [^)]+)\))?/m;
  const TASK = /^\s*Exercise \w+/;
  const HANDLE = ".noUi-handle:not([aria-label])";

  for (const name of ["output.css", "lesson.css"]) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(name, document.currentScript.src);
    document.head.append(link);
  }

  const source = (cell) => cell.model.sharedModel.getSource();
  const isCode = (cell) => cell.model.type === "code";
  const graded = (cell) => cell.model.getMetadata("nbgrader") ?? {};

  /** Return "Exercise · 5 points · about 15 minutes". The points are those of the next graded cell. */
  function caption(cells, place, minutes) {
    const check = cells.slice(place).map(graded).find((each) => each.grade);
    const points = check ? `${check.points} ${check.points === 1 ? "point" : "points"}` : "";
    return ["Exercise", points, minutes].filter(Boolean).join(" · ");
  }

  /** Write a caption above the paragraph of a cell that sets a task. */
  function markTask(cell, text) {
    const found = [...cell.node.querySelectorAll(".jp-MarkdownOutput > p")].find((p) => TASK.test(p.textContent));
    if (!found || found.dataset.exercise === text) return;
    found.classList.add("lesson-task");
    found.dataset.exercise = text;
  }

  /** Mark the cells of a notebook that is a lesson. */
  function mark(panel) {
    const cells = [...panel.content.widgets];
    const isLesson = cells.some((cell) => isCode(cell) && LESSON.test(source(cell)));
    panel.toggleClass("lesson-notebook", isLesson);
    if (!isLesson) return;
    cells.forEach((cell, place) => {
      const task = isCode(cell) ? null : EXERCISE.exec(source(cell));
      if (task) markTask(cell, caption(cells, place, task[2]));
      cell.toggleClass("lesson-exercise", Boolean(graded(cell).solution || graded(cell).grade));
    });
  }

  /** Give each slider's handle its label as a name, and what is written beside it as a description. */
  function name(node) {
    for (const handle of node.querySelectorAll(HANDLE)) {
      const slider = handle.closest(".widget-slider, .widget-hslider");
      const label = slider?.querySelector("label, .widget-label")?.textContent.trim();
      if (!label) continue;
      handle.setAttribute("aria-label", label);
      const readout = slider.querySelector(".widget-readout");
      if (readout) {
        readout.id ||= `readout-${crypto.randomUUID?.() ?? Math.random()}`;
        handle.setAttribute("aria-describedby", readout.id);
      }
    }
  }

  /** Follow a notebook as long as it is open: cells and outputs come, go and are rendered again. */
  function follow(panel) {
    let waits = false;
    let textChanged = true;
    const look = () => {
      waits = false;
      name(panel.node);
      if (textChanged) mark(panel);
      textChanged = false;
    };
    const observer = new MutationObserver((changes) => {
      textChanged ||= changes.some(({ target, addedNodes }) =>
        target.closest(".jp-MarkdownCell") || [...addedNodes].some((node) => node.classList?.contains("jp-Cell")));
      if (!waits) setTimeout(look, 100);
      waits = true;
    });
    observer.observe(panel.node, { childList: true, subtree: true });
    panel.disposed.connect(() => observer.disconnect());
    panel.context.ready.then(look);
  }

  let shared;
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["train-a-network"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const [version] = Object.values(shared["@jupyterlab/notebook"]);
      const { INotebookTracker } = (await version.get())();
      const plugin = {
        id: "train-a-network:lesson",
        description: "How the lessons look",
        autoStart: true,
        requires: [INotebookTracker],
        activate(_, tracker) {
          tracker.forEach(follow);
          tracker.widgetAdded.connect((__, panel) => follow(panel));
        },
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
