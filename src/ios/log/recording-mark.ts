/** The recording mark is what our freezing applet logs when the tail ends: up to it the debugs were on, so that silence before it means something. */
export const RECORDING_MARK = 'debugs were on until here';
