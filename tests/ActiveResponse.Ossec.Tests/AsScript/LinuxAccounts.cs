using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Tests.Responders.Accounts;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>getent and passwd of Linux, where everybody asked for has an account except <c>nosuch</c>.</summary>
internal sealed class LinuxAccounts() : AccountsStandIn(AccountSystem.Linux)
{
    protected override CommandResult Run(string[] line) =>
        line switch
        {
            [_, .., "nosuch"] => CommandResult.Exited(2),
            ["getent", "passwd", [not '-', ..] name] => CommandResult.Exited(
                0,
                string.Create(CultureInfo.InvariantCulture, $"{name}:x:{Of(name).UserId}:10::/home/{name}:/bin/sh\n")
            ),
            ["passwd", "-S", [not '-', ..] name] => CommandResult.Exited(
                0,
                $"{name} {(Of(name).IsLocked ? "L" : "P")} 2026-01-01 0 99999 7 -1\n"
            ),
            ["passwd", "-l" or "-u", [not '-', ..] name] => Lock(name, line[1] == "-l"),
            _ => CommandResult.NotStarted(StartFailure.NotFound, "no such program"),
        };

    private Entry Of(string name) =>
        Accounts.TryGetValue(name, out var entry) ? entry : Accounts[name] = new Entry(1500, "hash", IsLocked: false);

    private CommandResult Lock(string name, bool isLocked)
    {
        Accounts[name] = Of(name) with { IsLocked = isLocked };
        return CommandResult.Exited(0);
    }
}
