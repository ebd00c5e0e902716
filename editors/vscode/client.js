/** The client starts `flaptrap lsp` and hands it what is open: configurations with applets, and playbooks. */
const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

exports.activate = () => {
  const command = workspace.getConfiguration('flaptrap').get('command', 'flaptrap');
  const documentSelector = [
    { language: 'cisco-ios' },
    { language: 'yaml' },
    { scheme: 'file', pattern: '**/*.{cfg,conf,config,eem,ios,txt}' },
  ];
  client = new LanguageClient('flaptrap', 'flaptrap', { command, args: ['lsp', '--stdio'] }, { documentSelector });
  return client.start();
};

exports.deactivate = () => client?.stop();
