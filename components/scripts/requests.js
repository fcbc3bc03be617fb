/* Requests: window.fetch is wrapped here alone. Other scripts answer a request in place of the server, or look at an answer
   before it is used. */

const routes = [];
const rest = [];
const checks = [];

export const ask = window.fetch.bind(window); // the server itself, past all that follows

/* An answer (a promise of a Response) to every request (address, options) that fits; the first route that does takes it */
export const route = (fits, answer) => { routes.push({ fits, answer }); };

/* The same for what no route takes */
export const otherwise = (fits, answer) => { rest.push({ fits, answer }); };

/* What becomes of each answer: the check returns it, or another in its place */
export const check = (one) => { checks.push(one); };

window.fetch = async (...request) => {
  const route = [...routes, ...rest].find(({ fits }) => fits(String(request[0]), request[1]));
  let answer = await (route ? route.answer(...request) : ask(...request));
  for (const check of checks) answer = await check(answer);
  return answer;
};
