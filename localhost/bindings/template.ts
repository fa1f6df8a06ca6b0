// Parses `{expressions}` in binding options, for the code that replaces them and the code that matches paths against
// them. Doubled braces are literal braces.

export type TemplateToken = { literal: string } | { expression: string };

/** Splits a template into literals and expressions. @throws on an unpaired brace or an empty expression. */
export function parseTemplate(template: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let literal = '';
  let position = 0;
  while (position < template.length) {
    const character = template.charAt(position);
    if ((character === '{' || character === '}') && template.charAt(position + 1) === character) {
      literal += character;
      position += 2;
    } else if (character === '{') {
      const end = template.indexOf('}', position);
      const expression = template.slice(position + 1, end).trim();
      if (end < 0 || expression === '' || expression.includes('{')) throw invalid(template, position);
      if (literal !== '') tokens.push({ literal });
      literal = '';
      tokens.push({ expression });
      position = end + 1;
    } else if (character === '}') {
      throw invalid(template, position);
    } else {
      literal += character;
      position += 1;
    }
  }
  if (literal !== '') tokens.push({ literal });
  return tokens;
}

function invalid(template: string, position: number): Error {
  return new Error(`Invalid template '${template}': the brace at position ${position} has no counterpart or no name.`);
}
