using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;

namespace ActiveResponse.Ossec.Execd;

/// <summary>A JSON message of Wazuh 4 or 5.</summary>
internal sealed class WazuhMessage
{
    /// <summary>The maximum datagram length in bytes; longer ones are truncated.</summary>
    public const int MaxBytes = 65_535;

    private WazuhMessage(CJsonValue root, bool isWazuh5, string name) => (Root, IsWazuh5, Name) = (root, isWazuh5, name);

    public CJsonValue Root { get; }

    /// <summary>Whether <c>wazuh.active_response</c> names an executable instead of a command.</summary>
    public bool IsWazuh5 { get; }

    /// <summary>Wazuh 4: the command name. Wazuh 5: the executable.</summary>
    public string Name { get; }

    /// <summary>The timeout in a Wazuh 5 message, in seconds; 0 for none.</summary>
    public int Seconds =>
        Response is { } response
        && response.Find("type") is { IsText: true } type
        && type.Text.AsSpan().SequenceEqual("stateful"u8)
        && response.Find("stateful_timeout") is { Kind: CJsonKind.Number } timeout
            ? (int)Math.Clamp(timeout.Number, int.MinValue, int.MaxValue)
            : 0;

    private CJsonValue? Response => Root.Find("wazuh")?.Find("active_response");

    /// <summary>Reads a message.</summary>
    /// <param name="datagram">The message's bytes.</param>
    /// <param name="problem">The error; null if it is valid.</param>
    public static WazuhMessage? Read(ReadOnlySpan<byte> datagram, out ExecdNote? problem)
    {
        problem = null;
        if (!CJsonReader.TryRead(datagram[..Math.Min(datagram.Length, MaxBytes)], out var root))
        {
            problem = new ExecdNote("1315", "a message isn't JSON and is skipped.");
            return null;
        }

        if (root.Find("command") is { IsText: true } command)
        {
            return new WazuhMessage(root, false, LosslessText.Decode(command.Text));
        }

        if (root.Find("wazuh")?.Find("active_response")?.Find("executable") is { IsText: true, Text.Length: > 0 } executable)
        {
            return new WazuhMessage(root, true, LosslessText.Decode(executable.Text));
        }

        problem = new ExecdNote("1316", "a message has neither a command nor an executable and is skipped.");
        return null;
    }

    /// <summary>The line for a program.</summary>
    /// <param name="command"><c>add</c>, <c>delete</c>, <c>enable</c>, <c>disable</c>, <c>continue</c> or <c>abort</c>.</param>
    public byte[] LineOf(string command)
    {
        var value = CJsonValue.Of(command);
        if (!Root.Replace("command", value))
        {
            Root.Add("command", value);
        }

        return CJsonWriter.Write(Root);
    }

    /// <summary>Adds what execd knows: itself as the sender, and the program's path. For Wazuh 5 only the command.</summary>
    public void Complete(string program)
    {
        if (IsWazuh5)
        {
            Root.Add("command", CJsonValue.Of("enable"));
            return;
        }

        Root.Find("origin")?.Replace("module", CJsonValue.Of("wazuh-execd"));
        Root.Find("parameters")?.Add("program", CJsonValue.Of(LosslessText.Encode(program)));
    }
}
