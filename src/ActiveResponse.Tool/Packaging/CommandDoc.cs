using System.CommandLine;
using System.CommandLine.Completions;

namespace ActiveResponse.Tool.Packaging;

/// <summary>What manuals and completions tell about a command; read from the command itself.</summary>
/// <param name="Words">What selects it, e.g. <c>fleet block</c>; empty for the tool itself.</param>
/// <param name="Description">One or more sentences.</param>
/// <param name="Arguments">Its arguments, in order.</param>
/// <param name="Options">Its options, in the order of the help text.</param>
/// <param name="Commands">The commands below it.</param>
internal sealed record CommandDoc(
    IReadOnlyList<string> Words,
    string Description,
    IReadOnlyList<ArgumentDoc> Arguments,
    IReadOnlyList<OptionDoc> Options,
    IReadOnlyList<CommandDoc> Commands
)
{
    private const string Program = "active-response";

    /// <summary>The command line that selects it.</summary>
    public string Line => string.Join(' ', Words.Prepend(Program));

    /// <summary>The name of its manual page.</summary>
    public string PageName => string.Join('-', Words.Prepend(Program));

    /// <summary>Its words, each after a blank: how completions know where they are.</summary>
    public string At => string.Concat(Words.Select(static word => ' ' + word));

    /// <summary>The command and all below it.</summary>
    public IEnumerable<CommandDoc> All => Commands.SelectMany(static command => command.All).Prepend(this);

    /// <summary>Reads a command; hidden ones below it are left out.</summary>
    public static CommandDoc Of(Command command, params string[] words) =>
        new(
            words,
            command.Description ?? "",
            [.. command.Arguments.Where(static argument => !argument.Hidden).Select(ArgumentDoc.Of)],
            [.. command.Options.Where(static option => !option.Hidden).Select(OptionDoc.Of)],
            [.. command.Subcommands.Where(static below => !below.Hidden).Select(below => Of(below, [.. words, below.Name]))]
        );
}

/// <summary>What manuals and completions tell about an argument.</summary>
/// <param name="Name">Its name, e.g. <c>TARGET</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Kind">What it can be.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
/// <param name="IsRepeatable">Whether there may be several.</param>
internal sealed record ArgumentDoc(string Name, string Description, ValueKind Kind, bool IsOptional, bool IsRepeatable)
{
    public static ArgumentDoc Of(Argument argument) =>
        new(
            argument.HelpName ?? argument.Name,
            argument.Description ?? "",
            ValueKinds.Of(argument.HelpName ?? argument.Name, hasChoices: false),
            argument.Arity.MinimumNumberOfValues == 0,
            argument.Arity.MaximumNumberOfValues > 1
        );
}

/// <summary>What manuals and completions tell about an option.</summary>
/// <param name="Name">Its name, with dashes.</param>
/// <param name="Description">What it does.</param>
/// <param name="Value">The name of its value; null if it takes none.</param>
/// <param name="Kind">What its value can be.</param>
/// <param name="Choices">All values there are; empty if there are many.</param>
/// <param name="IsRequired">Whether the command needs it.</param>
internal sealed record OptionDoc(
    string Name,
    string Description,
    string? Value,
    ValueKind Kind,
    IReadOnlyList<string> Choices,
    bool IsRequired
)
{
    public static OptionDoc Of(Option option)
    {
        var isSwitch = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);
        if (isSwitch)
        {
            return new OptionDoc(option.Name, option.Description ?? "", null, ValueKind.None, [], option.Required);
        }

        List<string> choices = [.. option.GetCompletions(CompletionContext.Empty).Select(static item => item.Label)];
        var value = option.HelpName ?? (choices.Count > 0 ? string.Join('|', choices) : option.Name.TrimStart('-').ToUpperInvariant());
        var kind = ValueKinds.Of(value, choices.Count > 0);
        return new OptionDoc(option.Name, option.Description ?? "", value, kind, choices, option.Required);
    }
}
