namespace ActiveResponse.Tool.Control;

/// <summary>The requests to an agent.</summary>
internal static class ControlCommands
{
    public const string List = "list";
    public const string History = "history";
    public const string Lift = "lift";
    public const string Extend = "extend";
    public const string Block = "block";
    public const string AllowAdd = "allow-add";
    public const string AllowRemove = "allow-remove";
    public const string AllowList = "allow-list";
    public const string Health = "health";

    /// <summary>What the HTTP API shows and changes.</summary>
    public const string View = "view";

    /// <summary>What happens, until the peer hangs up.</summary>
    public const string Events = "events";

    public static IReadOnlySet<string> All { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            List,
            History,
            Lift,
            Extend,
            Block,
            AllowAdd,
            AllowRemove,
            AllowList,
            Health,
            View,
            Events,
        };
}
