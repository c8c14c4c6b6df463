using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Accounts;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>The account programs of a system that isn't here: keeps state, and takes nothing but what their manual pages
/// describe.</summary>
internal abstract class AccountsStandIn(AccountSystem system) : ICommandRunner
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>The accounts, by their names.</summary>
    public SortedDictionary<string, Entry> Accounts { get; } =
        new(StringComparer.Ordinal) { ["root"] = new Entry(0, "hash", IsLocked: false) };

    /// <summary>The programs run, with their arguments.</summary>
    public IReadOnlyList<string> CommandLines => _lines;

    public DisableAccountResponder Responder(AccountOptions? options = null) =>
        new(options ?? new AccountOptions(), this, system, new OwnAccounts([0], null, null));

    public string Describe() => string.Join('\n', Accounts.Select(static account => $"{account.Key} {account.Value}"));

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _lines.Add(string.Join(' ', [command.Executable, .. command.Arguments]));
            return ValueTask.FromResult(Run([command.Executable, .. command.Arguments]));
        }
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("none of them is a talker");

    protected abstract CommandResult Run(string[] line);

    internal sealed record Entry(uint UserId, string Hash, bool IsLocked);
}

/// <summary>lsuser and chuser of AIX 7, in the forms <c>lsuser -a Attribute Name</c> and <c>chuser Attribute=Value Name</c>.</summary>
internal sealed class AixStandIn() : AccountsStandIn(AccountSystem.Aix)
{
    protected override CommandResult Run(string[] line) =>
        line switch
        {
            ["lsuser", "-a", "id" or "account_locked", "ALL"] => CommandResult.Exited(
                0,
                string.Concat(Accounts.Select(account => Row(account.Key, line[2], account.Value)))
            ),
            ["lsuser", "-a", "id" or "account_locked", var name] when IsName(name) => Accounts.TryGetValue(name, out var entry)
                ? CommandResult.Exited(0, Row(name, line[2], entry))
                : NoUser(name),
            ["chuser", "account_locked=true" or "account_locked=false", var name] when IsName(name) => Accounts.TryGetValue(
                name,
                out var entry
            )
                ? Set(name, entry with { IsLocked = line[1].EndsWith("true", StringComparison.Ordinal) })
                : NoUser(name),
            ["lsuser" or "chuser", ..] => CommandResult.Exited(22, error: $"Usage: {line[0]} ...\n"),
            _ => CommandResult.NotStarted(StartFailure.NotFound, "no such program"),
        };

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 255
        && name is not ("ALL" or "default")
        && name[0] is not ('-' or '+' or '@' or '~')
        && name.IndexOfAny([' ', ':', ',', '=', '#', '"', '*', '?']) < 0;

    private static string Row(string name, string attribute, Entry entry)
    {
        var isLocked = entry.IsLocked ? "true" : "false";
        return string.Create(CultureInfo.InvariantCulture, $"{name} {attribute}={(attribute == "id" ? entry.UserId : isLocked)}\n");
    }

    private static CommandResult NoUser(string name) => CommandResult.Exited(2, error: $"3004-687 User \"{name}\" does not exist.\n");

    private CommandResult Set(string name, Entry entry)
    {
        Accounts[name] = entry;
        return CommandResult.Exited(0);
    }
}

/// <summary>getent and passwd of Solaris: <c>passwd -s|-l|-u name</c>, <c>getent passwd key</c>.</summary>
internal sealed class SolarisStandIn() : AccountsStandIn(AccountSystem.Solaris)
{
    protected override CommandResult Run(string[] line) =>
        line switch
        {
            ["getent", "passwd", [not '-', ..] key] => Find(key) is { Key: { } name, Value: var entry }
                ? CommandResult.Exited(
                    0,
                    string.Create(CultureInfo.InvariantCulture, $"{name}:x:{entry.UserId}:10::/export/home/{name}:/bin/sh\n")
                )
                : CommandResult.Exited(2),
            ["passwd", "-s" or "-l" or "-u", [not '-', ..] name] => Accounts.TryGetValue(name, out var entry)
                ? Passwd(line[1], name, entry)
                : CommandResult.Exited(4, error: $"passwd: User unknown: {name}\n"),
            ["passwd" or "getent", ..] => CommandResult.Exited(2, error: $"usage: {line[0]} ...\n"),
            _ => CommandResult.NotStarted(StartFailure.NotFound, "no such program"),
        };

    private KeyValuePair<string, Entry> Find(string key) =>
        uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Accounts.FirstOrDefault(account => account.Value.UserId == id)
            : Accounts.FirstOrDefault(account => account.Key == key);

    private CommandResult Passwd(string option, string name, Entry entry)
    {
        switch (option)
        {
            case "-s":
                var state = entry switch
                {
                    { IsLocked: true } => "LK",
                    { Hash: "" } => "NP",
                    { Hash: "NP" } => "NL",
                    _ => "PS",
                };
                return CommandResult.Exited(0, $"{name.PadRight(9)} {state}    11/22/26    7 91 7\n");
            case "-u" when !entry.IsLocked:
                return CommandResult.Exited(3, error: "passwd: account is not locked\n");
            default:
                Accounts[name] = entry with { IsLocked = option == "-l" };
                return CommandResult.Exited(0, $"passwd: password information changed for {name}\n");
        }
    }
}
