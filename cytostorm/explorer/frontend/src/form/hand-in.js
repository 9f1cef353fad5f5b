/** The file to hand in, made in the browser, so that it can be had also when no kernel runs. */

/** Forms of one hand-in that are open on this page know of one another's answers. */
const open = () => ((globalThis.cytostorm ??= {}).forms ??= new Map());

export function join(form) {
  open().set(form.name, form);
  return () => open().get(form.name) === form && open().delete(form.name);
}

/** The file's content: what Python knows of all problems, and newer, what stands in the forms on this page. */
export function handIn({ file, head, answers }) {
  const here = [...open().values()].filter((form) => form.handIn.file === file).map((form) => [form.sheet.problem, form.answers]);
  const saved = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
  return { ...head, saved, answers: { ...answers, ...Object.fromEntries(here) } };
}

export function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(content, null, 1)}\n`], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
