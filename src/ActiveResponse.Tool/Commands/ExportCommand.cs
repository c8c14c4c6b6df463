using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Tool.Export;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>export</c>: what is in place, for another agent, a spreadsheet or a firewall.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Option<string> _format = new("--format")
    {
        Description =
            "json as of 'list --json'; csv for spreadsheets and 'import'; list: one target per line; nft: sets for 'nft -f'; ipset: sets "
            + "for 'ipset restore'.",
        DefaultValueFactory = static _ => ExportFormats.Json,
    };

    private readonly Option<string> _set = new("--set")
    {
        Description = "The name of the sets, with 4 or 6 after it, and of the table that nft has them in.",
        DefaultValueFactory = static _ => "blocked",
        HelpName = "NAME",
    };

    private readonly EffectSelection _selection;
    private readonly AgentOptions _agent;

    private ExportCommand()
        : base("export", "Print what is in place in a format for other programs; without a running agent, from the state file.")
    {
        _format.AcceptOnlyFromAmong([.. ExportFormats.Names]);
        _selection = new EffectSelection(this);
        Add(_format);
        Add(_set);
        _agent = new AgentOptions(this, printsJson: false);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new ExportCommand();

    // It becomes a word of nft's and ipset's languages; ipset takes 31 characters.
    private void Validate(CommandResult result)
    {
        if (
            result.GetValue(_set) is { } name
            && (name.Length is 0 or > 30 || !char.IsAsciiLetter(name[0]) || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        )
        {
            result.AddError("--set: use up to 30 letters, digits and _, a letter first.");
        }
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var format = parsed.GetRequiredValue(_format);
        var call = _agent.CallOf(parsed, isJson: format == ExportFormats.Json);
        var request = _selection.RequestOf(parsed);
        return call.RunAsync(
            request,
            ExportFormats.Printer(format, parsed.GetRequiredValue(_set)),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.ListAsync(request, answer, token)),
            cancellationToken
        );
    }
}
