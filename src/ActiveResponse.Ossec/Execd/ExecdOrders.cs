using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Converts messages of the queue to orders for the engine, which checks them like orders of other hosts.</summary>
/// <param name="folder">The installation.</param>
/// <param name="names">Its command names.</param>
/// <param name="notify">Receives invalid messages.</param>
internal sealed class ExecdOrders(ExecdFolder folder, NameTable names, Action<ExecdNote> notify)
{
    // execd reverts such a block immediately.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    /// <summary>The program that restarts the host's own Wazuh on request; it has no subject and needs no guard.</summary>
    public ExecdRun? RestartOf(ReadOnlySpan<byte> datagram) =>
        folder.Dialect == ConfigDialect.Wazuh && WazuhMessage.Read(datagram, out _) is { IsWazuh5: false, Name: WazuhExecd.RestartName }
            ? WazuhExecd.RestartOf(folder)
            : null;

    /// <summary>The order of a message; null if it has none, which is reported.</summary>
    public ResponseOrder? Read(ReadOnlySpan<byte> datagram)
    {
        var text = datagram.TrimStart(" \t\r\n"u8);
        return text is [(byte)'{', ..] ? ReadJson(datagram) : ReadText(datagram);
    }

    private ResponseOrder? ReadText(ReadOnlySpan<byte> datagram)
    {
        var text = OssecMessage.TextOf(datagram);
        if (OssecMessage.Split(text) is not { Arguments.Length: >= 2 } message)
        {
            notify(new ExecdNote("1310", $"'{SafeText.Of(text)}' isn't a message: a name, a user and an address are needed."));
            return null;
        }

        return names.Find(message.Name) is { Executable: { } executable } target
            ? OssecOrder.Of(
                message,
                new CommandDefinition
                {
                    Name = message.Name,
                    Executable = executable,
                    TimeoutAllowed = target.Seconds != 0,
                },
                TimeoutOf(target.Seconds)
            )
            : null;
    }

    private ResponseOrder? ReadJson(ReadOnlySpan<byte> datagram)
    {
        if (WazuhMessage.Read(datagram, out var problem) is not { } message)
        {
            notify(problem!);
            return null;
        }

        if (message.IsWazuh5)
        {
            return WazuhOrder.Of(message, CommandOf(message.Name, message.Seconds), TimeoutOf(message.Seconds));
        }

        return names.Find(message.Name) is { Executable: { } executable } target
            ? WazuhOrder.Of(message, CommandOf(executable, target.Seconds), TimeoutOf(target.Seconds))
            : null;
    }

    private static CommandDefinition CommandOf(string executable, int seconds) =>
        new()
        {
            Name = executable,
            Executable = executable,
            TimeoutAllowed = seconds != 0,
        };

    private static TimeSpan TimeoutOf(int seconds) => seconds < 0 ? AtOnce : TimeSpan.FromSeconds(seconds);
}
