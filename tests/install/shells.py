# SPDX-License-Identifier: GPL-3.0-or-later
"""What shells offer for the beginning of a line, asked of the shells themselves.

Each function takes the line up to the cursor, the folder with the completions of its shell, and the
environment; and returns the set of what is offered.
"""

import os
import pathlib
import re
import subprocess
import tempfile

import tap

BASH_COMPLETION = pathlib.Path('/usr/share/bash-completion/bash_completion')
PATIENCE_S = 60

# What readline does when Tab is pressed: the words as COMP_WORDBREAKS cuts them, then the function.
BASH_SCRIPT = r'''
source "$1" && source "$2/${3%% *}" || exit
COMP_LINE=$3 COMP_POINT=${#3} COMP_TYPE=9 COMP_KEY=9
COMP_WORDS=("${@:4}") COMP_CWORD=$(($# - 4))
compopt() { :; }
function=$(complete -p "${COMP_WORDS[0]}")
function=${function#*-F } function=${function%% *}
"$function" "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
'''

# A completion widget that writes what would be added to a file, and adds nothing; the last line
# that it writes says that it is done.
ZSH_SCRIPT = r'''
fpath=($1 $fpath); autoload -U compinit; compinit -u -d $HOME/.zcompdump
zstyle ':completion:*' completer _complete
compadd() {
  local -a hits
  if [[ " $* " == *' '-[OAD]' '* ]]; then builtin compadd "$@"; return; fi
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- $hits >> $2
  builtin compadd "$@"
}
'''


def ask_bash(line, folder, environment):
    """What bash offers; of what holds a colon only the part behind it, as readline wants it."""
    tap.need('bash')
    if not BASH_COMPLETION.exists():
        raise tap.Skipped('bash-completion is missing')
    words = [word for word in re.split(r'\s+|([=:])', line) if word]
    if line.endswith((' ', '=', ':')):
        words.append('')
    done = subprocess.run(['bash', '--norc', '-c', BASH_SCRIPT, 'bash', BASH_COMPLETION, folder,
                           line, *words], capture_output=True, text=True, env=environment,
                          timeout=PATIENCE_S, check=False)
    assert not done.stderr, f'bash, {line}: {done.stderr}'
    return {word.rstrip('=') for word in done.stdout.splitlines() if word}


def ask_fish(line, folder, environment):
    """What fish offers, as its own `complete --do-complete` tells."""
    tap.need('fish')
    command = f'set -p fish_complete_path {folder}; complete --do-complete $argv[1]'
    done = subprocess.run(['fish', '--no-config', '-c', command, line], capture_output=True,
                          text=True, env=environment, timeout=PATIENCE_S, check=False)
    assert not done.stderr, f'fish, {line}: {done.stderr}'
    return {entry.split('\t')[0].rstrip('=') for entry in done.stdout.splitlines()}


def ask_zsh(line, folder, environment):
    """What zsh offers in its line editor, in a terminal of its own, when Tab is pressed."""
    tap.need('zsh')
    with tempfile.TemporaryDirectory(prefix='parlor-test-') as scratch:
        answer = pathlib.Path(scratch, 'answer')
        (pathlib.Path(scratch) / '.zshrc').write_text(
            ZSH_SCRIPT.replace('$1', f"'{folder}'").replace('$2', f"'{answer}'") +
            "capture() { _main_complete; compstate[insert]=; compstate[list]=; "
            f"print . > '{scratch}/done' }}\n"
            "zle -C capture complete-word capture; bindkey '^I' capture; PS1='ready> '\n")
        os.mkfifo(f'{scratch}/done')
        leader, follower = os.openpty()
        with subprocess.Popen(['zsh', '-d', '-i'], stdin=follower, stdout=follower,
                              stderr=follower, start_new_session=True,
                              env=environment | {'ZDOTDIR': scratch, 'TERM': 'dumb'}) as shell:
            os.close(follower)
            try:
                read_until(leader, b'ready> ')
                os.write(leader, line.encode() + b'\t')
                with open(f'{scratch}/done', encoding='utf-8') as done:
                    done.read()
            finally:
                shell.kill()
        os.close(leader)
        return {word.replace('\\', '').rstrip('=') for word in
                (answer.read_text().splitlines() if answer.exists() else ())}


def read_until(terminal, text):
    """Reads what a terminal shows until @text has come."""
    shown = b''
    while text not in shown:
        shown += os.read(terminal, 4096)
