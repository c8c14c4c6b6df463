using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>What <c>execd</c> reads from the file, by its own rules (<c>src/os_execd/config.c</c>).</summary>
/// <param name="State">Its state.</param>
/// <param name="Disabled">The <c>&lt;disabled&gt;</c> it uses, if any.</param>
/// <param name="Offenders">The <c>&lt;repeated_offenders&gt;</c> it uses, if any.</param>
/// <param name="Minutes">The numbers in it.</param>
internal sealed record ExecdReading(ExecdState State, XmlItem? Disabled, XmlItem? Offenders, ImmutableArray<int> Minutes)
{
    /// <summary>Number of entries <c>execd</c> has room for; the last gets the rest of the text.</summary>
    public const int MaxEntries = 5;

    public static ExecdReading Read(XmlTree tree, bool isOssec)
    {
        if (tree.Errors.Count > 0)
        {
            return new ExecdReading(ExecdState.ConfigError, null, null, []);
        }

        var disabled = tree.FindAsExecdDoes("ossec_config", "active-response", "disabled");
        var state = disabled?.Value switch
        {
            "yes" => ExecdState.Disabled,
            null or "no" => ExecdState.Running,
            _ => ExecdState.ConfigError,
        };
        if (state == ExecdState.ConfigError)
        {
            return new ExecdReading(state, disabled, null, []);
        }

        var offenders = isOssec ? tree.FindAsExecdDoes("ossec_config", "active-response", "repeated_offenders") : FirstOffendersOf(tree);
        return new ExecdReading(state, disabled, offenders, offenders is null ? [] : Numbers(offenders.Value));
    }

    /// <summary>Returns the timeouts <c>execd</c> uses: a 0 ends the list.</summary>
    public RepeatedOffenders ToRepeatedOffenders()
    {
        if (Minutes.IsEmpty)
        {
            return RepeatedOffenders.None;
        }

        return new([.. Minutes.TakeWhile(static m => m != 0).Select(static m => TimeSpan.FromMinutes(m))]);
    }

    private static XmlItem? FirstOffendersOf(XmlTree tree) =>
        (tree.Has("repeated_offenders") ? tree.Roots : [])
            .Where(static root => root.Name != "agent_config")
            .SelectMany(tree.ChildrenOf)
            .Where(static section => section.Name == "active-response")
            .SelectMany(tree.ChildrenOf)
            .FirstOrDefault(static option => option.Name == "repeated_offenders");

    private static ImmutableArray<int> Numbers(string text)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var entry in text.Split(',', MaxEntries))
        {
            var value = entry.TrimStart(' ', '\t');
            if (value.Length > 0)
            {
                numbers.Add(CNumber.Atoi(value));
            }
        }

        return numbers.ToImmutable();
    }
}
