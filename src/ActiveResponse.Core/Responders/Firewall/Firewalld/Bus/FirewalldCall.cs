using Tmds.DBus.Protocol;

namespace ActiveResponse.Responders.Firewall.Firewalld.Bus;

/// <summary>A request to firewalld.</summary>
/// <param name="Part">The part of its interface, e.g. <c>zone</c>, or empty.</param>
/// <param name="Method">The method.</param>
/// <param name="Arguments">Its arguments that are texts.</param>
internal sealed record FirewalldCall(string Part, string Method, params string[] Arguments)
{
    /// <summary>The object it goes to.</summary>
    public string Path { get; init; } = FirewalldBus.Path;

    /// <summary>A list of texts after the other arguments, or null.</summary>
    public IReadOnlyCollection<string>? List { get; init; }

    /// <summary>A number after the other arguments, or null.</summary>
    public int? Number { get; init; }

    public MessageBuffer Write(DBusConnection connection)
    {
        using var writer = connection.GetMessageWriter();

        // firewall-cmd doesn't start a firewalld that was stopped, and neither do we.
        writer.WriteMethodCallHeader(
            FirewalldBus.Interface,
            Path,
            Part.Length == 0 ? FirewalldBus.Interface : $"{FirewalldBus.Interface}.{Part}",
            Method,
            Signature(),
            MessageFlags.NoAutoStart
        );
        foreach (var argument in Arguments)
        {
            writer.WriteString(argument);
        }

        if (List is not null)
        {
            writer.WriteArray(List);
        }

        if (Number is { } number)
        {
            writer.WriteInt32(number);
        }

        return writer.CreateMessage();
    }

    private string? Signature()
    {
        var signature = new string('s', Arguments.Length);
        if (List is not null)
        {
            signature += "as";
        }

        if (Number is not null)
        {
            signature += "i";
        }

        return signature.Length == 0 ? null : signature;
    }
}
