// Leaves out of the host's output what the start screen says better: the list of functions and the line "Ready on".

/** A line of the list has a tab in front, and in Core Tools' way a blank line before it. */
const listedFunction = /^\t\S/;

export interface QuietStart {
  /** Takes the host's standard output as it comes, and passes on what is to be shown. */
  write(text: string): void;
  /** From now on everything passes as it comes. */
  end(): void;
}

export function makeQuietStart(show: (text: string) => void): QuietStart {
  let partial = '';
  let isQuiet = true;
  const isShown = (line: string) =>
    line !== '' && line !== 'Functions:' && !listedFunction.test(line) && !line.startsWith('Ready on ');
  return {
    write(text) {
      if (!isQuiet) {
        show(text);
        return;
      }
      const lines = `${partial}${text}`.split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) if (isShown(line)) show(`${line}\n`);
    },
    end() {
      isQuiet = false;
      if (partial !== '') show(partial);
      partial = '';
    },
  };
}
