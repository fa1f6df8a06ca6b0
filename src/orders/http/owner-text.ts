// The schema of a reason that the owner enters with a decision.

import { printableText } from '../../shared/printable-text';

export const ownerReason = printableText(500).describe('Shown to the owner only.');
