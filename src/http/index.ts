export { type AppOptions, buildApp } from './app.ts';
export { type Service, StartFailure, serve, startService } from './serve.ts';
