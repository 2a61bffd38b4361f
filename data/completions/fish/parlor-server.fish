# SPDX-License-Identifier: GPL-3.0-or-later

# Prints the words of the command line before the cursor that are no options, without the program.
function __parlor_server_words
    set -l takes_value -d --data -l --listen -c --config --io-threads --log-format --log-file \
        --days --reason --uses --note --conversation --limit
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
        else if contains -- $word $takes_value
            set is_value 1
        else if not string match --quiet -- '-*' $word
            echo $word
        end
    end
end

# Whether these words have been typed, and no more.
function __parlor_server_after
    set -l words (__parlor_server_words)
    test "$words" = "$argv"
end

# Whether the first word is this one; with serve, whether there is none.
function __parlor_server_in --argument-names mode
    set -l first (__parlor_server_words)[1]
    test -n "$first"; or set first serve
    test "$first" = $mode
end

# Whether an account is what comes next.
function __parlor_server_about_account
    set -l words (__parlor_server_words)
    test (count $words) = 3 -a "$words[1..2]" = 'admin user'
    and contains -- $words[3] show ban unban password role delete
end

# Whether a role is.
function __parlor_server_about_role
    set -l words (__parlor_server_words)
    test (count $words) = 4 -a "$words[1..3]" = 'admin user role'
end

# Asks the server of the data folder that the line names; prints a column of its answer.
function __parlor_server_ask --argument-names column
    set -l folder
    set -l line (commandline -opc)
    for i in (seq (count $line))
        switch $line[$i]
            case -d --data
                set folder --data (string replace --regex '^~' $HOME -- $line[(math $i + 1)])
            case '--data=*'
                set folder $line[$i]
        end
    end
    set -l program (string replace --regex '^~' $HOME -- $line[1])
    timeout 2 $program admin $folder $argv[2..-1] 2>/dev/null |
        awk -v column=$column 'NR > 1 { print $column }'
end

complete -c parlor-server -f

# The server itself.
set -l serve '__parlor_server_in serve'
set -l at_first 'test (count (commandline -opc)) = 1'
complete -c parlor-server -n $at_first -a admin -d 'Talk to the server that runs here'
complete -c parlor-server -n $at_first -a restore -d 'Make a data folder of a backup'
complete -c parlor-server -n $serve -s d -l data -x \
    -a '(__fish_complete_directories)' -d 'Folder for everything the server keeps'
complete -c parlor-server -n $serve -s l -l listen -x -d 'Where to listen'
complete -c parlor-server -n $serve -s c -l config -r -F -d 'Configuration'
complete -c parlor-server -n $serve -l io-threads -x -d 'Threads that talk to clients'
complete -c parlor-server -n $serve -l log-format -x -a 'text json' -d 'How to log'
complete -c parlor-server -n $serve -l log-file -r -F -d 'Where to log'
complete -c parlor-server -n $serve -l version -d 'Show the version'
complete -c parlor-server -n $serve -s h -l help -d 'Show the options'

# parlor-server restore
set -l restore '__parlor_server_in restore'
complete -c parlor-server -n $restore -x -a '(__fish_complete_directories)'
complete -c parlor-server -n $restore -s d -l data -x \
    -a '(__fish_complete_directories)' -d 'Data folder, without data yet'
complete -c parlor-server -n $restore -s h -l help -d 'Show the options'

# parlor-server admin: its options
set -l admin '__parlor_server_in admin'
complete -c parlor-server -n $admin -s d -l data -x \
    -a '(__fish_complete_directories)' -d 'Data folder of the server'
complete -c parlor-server -n $admin -s j -l json -d 'Print answers as JSON'
complete -c parlor-server -n $admin -l days -x -d 'For how long a ban or an invite link holds'
complete -c parlor-server -n $admin -l reason -x -d 'Why, for who is banned'
complete -c parlor-server -n $admin -l uses -x -d 'How many accounts an invite link is good for'
complete -c parlor-server -n $admin -l note -x -d 'What an invite link is for'
complete -c parlor-server -n $admin -l conversation -x \
    -a '(__parlor_server_ask 1 conversations)' \
    -d 'Where an invite link leads, or what the audit is about'
complete -c parlor-server -n $admin -l limit -x -d 'How many entries'
complete -c parlor-server -n $admin -l keep-messages -d 'Leave what a deleted account has written'
complete -c parlor-server -n $admin -l yes -d 'Do what cannot be undone'
complete -c parlor-server -n $admin -s h -l help -d 'Show the options and commands'

# Its commands
set -l first '__parlor_server_after admin'
complete -c parlor-server -n $first -a status -d 'How the server does'
complete -c parlor-server -n $first -a users -d 'List the accounts'
complete -c parlor-server -n $first -a user -d 'Look after an account'
complete -c parlor-server -n $first -a invite -d 'Look after invite links'
complete -c parlor-server -n $first -a conversations -d 'List channels and groups'
complete -c parlor-server -n $first -a sessions -d 'List who is connected'
complete -c parlor-server -n $first -a disconnect -d 'End connections'
complete -c parlor-server -n $first -a announce -d 'Tell something to everybody who is connected'
complete -c parlor-server -n $first -a audit -d 'List acts of moderation'
complete -c parlor-server -n $first -a ban -d 'Keep out an address or a network'
complete -c parlor-server -n $first -a unban -d 'Let it in again'
complete -c parlor-server -n $first -a bans -d 'List who and what is kept out'
complete -c parlor-server -n $first -a backup -d 'Write a copy of everything into a folder'
complete -c parlor-server -n $first -a reload -d 'Read configuration and certificate again'
complete -c parlor-server -n $first -a link -d 'Print the link to the server'
complete -c parlor-server -n $first -a stop -d 'End the server in order'

set -l user '__parlor_server_after admin user'
complete -c parlor-server -n $user -a show -d 'Show an account'
complete -c parlor-server -n $user -a ban -d 'Keep an account out'
complete -c parlor-server -n $user -a unban -d 'Let it in again'
complete -c parlor-server -n $user -a password -d 'Give it a new password and print it'
complete -c parlor-server -n $user -a role -d 'Make it user, admin or owner'
complete -c parlor-server -n $user -a delete -d 'Delete it for good'

set -l invite '__parlor_server_after admin invite'
complete -c parlor-server -n $invite -a create -d 'Make an invite link and print it'
complete -c parlor-server -n $invite -a list -d 'List the invite links that hold'
complete -c parlor-server -n $invite -a revoke -d 'Have an invite link hold no longer'

# What they are about
complete -c parlor-server -n __parlor_server_about_account -a '(__parlor_server_ask 2 users)'
complete -c parlor-server -n '__parlor_server_after admin users' -a '(__parlor_server_ask 2 users)'
complete -c parlor-server -n '__parlor_server_after admin disconnect' \
    -a '(__parlor_server_ask 2 users)'
complete -c parlor-server -n '__parlor_server_after admin invite revoke' \
    -a '(__parlor_server_ask 1 invite list)'
complete -c parlor-server -n '__parlor_server_after admin backup' -a '(__fish_complete_directories)'
complete -c parlor-server -n __parlor_server_about_role -a 'user admin owner'
