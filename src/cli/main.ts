#!/usr/bin/env node
/** The command line as a process: its arguments, its exit code, and what becomes of a fault that nobody caught. */
import { leaveWhatLingers, letGoOfLostTerminal, watchForFaults } from './last-resort.ts';
import { runProgram } from './program/run-program.ts';
import { TERMINAL } from './screen.ts';

const args = process.argv.slice(2);
letGoOfLostTerminal();
watchForFaults(args, TERMINAL);
process.exitCode = await runProgram(args, TERMINAL);
void TERMINAL.whyLost().then(leaveWhatLingers);
