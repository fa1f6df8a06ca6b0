// How a state is to be taken; badges show it by a sign and a colour.

export type Tone = 'quiet' | 'busy' | 'good' | 'warn' | 'bad';
