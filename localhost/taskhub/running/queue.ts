// A first-in, first-out queue. Unlike on an array, `shift` does not move the remaining items.

export interface Queue<T> {
  push(item: T): void;
  shift(): T | undefined;
  readonly size: number;
  clear(): void;
}

export function makeQueue<T>(): Queue<T> {
  let items: T[] = [];
  let head = 0;
  return {
    push(item) {
      items.push(item);
    },
    shift() {
      if (head === items.length) return undefined;
      const item = items[head++];
      if (head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    get size() {
      return items.length - head;
    },
    clear() {
      items = [];
      head = 0;
    },
  };
}
