namespace ActiveResponse.Configuration;

/// <summary>One <c>&lt;command&gt;</c> as written: a name, an executable, and what it takes.</summary>
public sealed record CommandDefinition
{
    /// <summary>The name responses refer to.</summary>
    public required string Name { get; init; }

    /// <summary>The executable's file name; binding maps it to a built-in responder, a plug-in, or a file of the script folder.</summary>
    public required string Executable { get; init; }

    /// <summary>The alert fields the command asks for. Under Wazuh <c>&lt;expect&gt;</c> is read but has no effect.</summary>
    public ExpectedFields Expect { get; init; }

    /// <summary>Whether a response of this command may carry a timeout. Default: no.</summary>
    public bool TimeoutAllowed { get; init; }

    /// <summary>Wazuh's <c>&lt;extra_args&gt;</c>, or null.</summary>
    public string? ExtraArguments { get; init; }
}
