# SPDX-License-Identifier: GPL-3.0-or-later

# Prints the address, or the name, of each account that was used here.
function __parlor_cli_accounts --argument-names what
    set -l data $XDG_DATA_HOME
    test -n "$data"; or set data ~/.local/share
    for path in $data/parlor-cli/*-*-*/
        set -l parts (string match --regex --groups-only '/([^/]+)-([0-9]+)-([^/]+)/$' $path)
        test (count $parts) = 3; or continue
        switch $what
            case address
                echo $parts[1]:$parts[2]
            case name
                echo $parts[3]
        end
    end
end

complete -c parlor-cli -f
complete -c parlor-cli -s s -l server -x -a '(__parlor_cli_accounts address)' -d 'Server'
complete -c parlor-cli -s l -l link -x -d 'Server, as a parlor: link'
complete -c parlor-cli -l fingerprint -x -d 'Certificate to trust'
complete -c parlor-cli -s n -l name -x -a '(__parlor_cli_accounts name)' -d 'Name of the account'
complete -c parlor-cli -l password-file -r -F -d 'File with the password'
complete -c parlor-cli -l keep-token -x -a 'keyring file memory' -d 'Where to stay signed in'
complete -c parlor-cli -s r -l register -d 'Make the account first'
complete -c parlor-cli -s g -l guest -d 'Come as a guest'
complete -c parlor-cli -s t -l to -x -d 'Where lines without a command go'
complete -c parlor-cli -s j -l json -d 'Print each answer and event as a line of JSON'
complete -c parlor-cli -s f -l follow -d 'Stay after the end of input'
complete -c parlor-cli -l qqq -d 'Leave when a line is “qqq” and nothing else'
complete -c parlor-cli -l no-color -d 'Use no colours'
complete -c parlor-cli -l color -x -a 'auto always never' -d 'When to use colours'
complete -c parlor-cli -l images -x -a 'auto never kitty sixel' -d 'How to show images'
complete -c parlor-cli -l timeout -x -d 'How many seconds to wait for the server'
complete -c parlor-cli -s d -l data -x -a '(__fish_complete_directories)' \
    -d 'Folder for what is kept'
complete -c parlor-cli -l version -d 'Show the version'
complete -c parlor-cli -s h -l help -d 'Show the options'
