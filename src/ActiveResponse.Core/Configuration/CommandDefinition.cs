namespace ActiveResponse.Configuration;

/// <summary>A <c>&lt;command&gt;</c> as written: name, executable and options.</summary>
public sealed record CommandDefinition
{
    /// <summary>Name that responses refer to.</summary>
    public required string Name { get; init; }

    /// <summary>File name of the executable; binding maps it to a built-in responder, a plug-in, or a file in the script folder.</summary>
    public required string Executable { get; init; }

    /// <summary>Alert fields the command needs. Wazuh reads <c>&lt;expect&gt;</c> but ignores it.</summary>
    public ExpectedFields Expect { get; init; }

    /// <summary>Whether its responses may have a timeout. Default: no.</summary>
    public bool TimeoutAllowed { get; init; }

    /// <summary>Wazuh's <c>&lt;extra_args&gt;</c>, or null.</summary>
    public string? ExtraArguments { get; init; }
}
