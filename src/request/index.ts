export { type Answered, answer, answerAndRequest } from './answer.ts';
export { dayInWita, timeInWita } from './date.ts';
export { type ParsedRequest, parseRequest, REQUEST_FIELDS } from './parse-request.ts';
