// Replaces the part of a page between two marks: what a program writes into README, and a test compares.

export interface Marks {
  begin: string;
  end: string;
}

/** The page with `text` between the marks. @throws for a page without the two marks. */
export function replaceBetween(page: string, marks: Marks, text: string): string {
  const { from, to } = positions(page, marks);
  return `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`;
}

/** The text between the marks. @throws for a page without the two marks. */
export function textBetween(page: string, marks: Marks): string {
  const { from, to } = positions(page, marks);
  return page.slice(from, to).trim();
}

function positions(page: string, { begin, end }: Marks): { from: number; to: number } {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page needs the marks ${begin} and ${end}.`);
  return { from: from + begin.length, to };
}
