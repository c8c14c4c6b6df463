using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The agents an order is for, as an argument or option.</summary>
internal static class TargetOption
{
    /// <summary>The optional argument <c>FOR</c>.</summary>
    public static Argument<string?> Argument(string description)
    {
        var argument = new Argument<string?>("FOR") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(static result => Check(result, result.GetValueOrDefault<string?>()));
        return argument;
    }

    /// <summary>The option <c>--to</c>.</summary>
    public static Option<string?> To(string description, bool isRequired)
    {
        var option = new Option<string?>("--to")
        {
            Description = description,
            HelpName = "all|agent:ID|label:NAME",
            Required = isRequired,
        };
        option.Validators.Add(static result => Check(result, result.GetValueOrDefault<string?>()));
        return option;
    }

    /// <summary>Parses a target; null if the text isn't one.</summary>
    public static FleetTarget? Of(string? text) => FleetTarget.TryParse(text, out var target) ? target : null;

    private static void Check(SymbolResult result, string? text)
    {
        if (text is not null && Of(text) is null)
        {
            result.AddError($"'{text}' isn't a target: write all, agent:ID or label:NAME.");
        }
    }
}
