namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns if <c>&lt;disabled&gt;</c>, or the lack of local responses, affects the daemons differently than it seems.</summary>
internal static class DisabledLint
{
    public static void Check(ConfigReading reading, ResponseSection response, ExecdReading execd)
    {
        if (response.Disabled is not { } disabled || execd.State == ExecdState.ConfigError)
        {
            return;
        }

        var execdObeys =
            execd is { State: ExecdState.Disabled, Disabled: { } seen }
            && seen.Index > response.Item.Index
            && seen.Index <= LastOf(reading, response);
        if (response.Command is not null && execdObeys)
        {
            reading.Warn(
                disabled,
                "disabled-stops-execd",
                "This switches off one response here, but the daemon's execd stops altogether at it, as it stands in the "
                    + "first block: remove the block instead."
            );
        }
        else if (response.Command is null && !execdObeys)
        {
            reading.Warn(
                disabled,
                "disabled-unseen",
                "This switches active response off here, but the daemon's execd looks only into the first <active-response> "
                    + "of each root: move it there."
            );
        }
    }

    /// <summary>Warns if the daemon would have responses but send none.</summary>
    public static void CheckSending(ConfigReading reading)
    {
        if (!reading.SendsNothing)
        {
            return;
        }

        var resets = reading.Responses.LastOrDefault(static r => r.Disabled is not null);
        var at = resets?.Disabled ?? reading.Responses.First(static r => r.Definition is not null).Item;
        reading.Warn(
            at,
            "nothing-sent",
            resets is not null
                ? "The daemon sends none of the responses before this disabled block: move it before them, or remove it. Here they run."
                : "The daemon sends nothing, not even to agents, as no response is local or server: add one that is. Here they run."
        );
    }

    private static int LastOf(ConfigReading reading, ResponseSection response) =>
        reading.Tree.ChildrenOf(response.Item) is [.., var last] ? last.Index : response.Item.Index;
}
