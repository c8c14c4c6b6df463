using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Import;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>import</c>: takes over the blocks of another program.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description =
            "fail2ban's database, or the output of 'cscli decisions list -o json', 'ipset save', 'nft -j list ruleset', 'export' or "
            + "'list --json'; or a plain list. -: standard input.",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "The format. Default: auto, by its content.",
        DefaultValueFactory = static _ => ImportFormats.Auto,
    };

    private readonly Option<string?> _for = ChangeCommands.For();
    private readonly Option<bool> _permanently = new("--permanently") { Description = "Keep blocks that have no end without one." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be blocked, and change nothing." };

    private readonly Option<string?> _with = new("--with")
    {
        Description = "The responder. Default: that of firewall-drop.",
        HelpName = "NAME",
    };

    private readonly NoteOptions _note;
    private readonly AgentOptions _agent;

    private ImportCommand()
        : base("import", "Have the running agent take over blocks of another program, for the time they have left.")
    {
        _format.AcceptOnlyFromAmong([.. ImportFormats.Names]);
        _for.Description = "How long blocks without an end last, e.g. 1d.";
        Add(_file);
        Add(_format);
        Add(_for);
        Add(_permanently);
        Add(_dryRun);
        Add(_with);
        _note = new NoteOptions(this);

        // A preview needs none.
        _agent = new AgentOptions(this, isRequired: false);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new ImportCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_permanently) && result.GetValue(_for) is not null)
        {
            result.AddError("Give --for DURATION or --permanently.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var otherwise = parsed.GetValue(_for) is { } text ? TimeSpan.FromSeconds(Duration.Read(text)!.Value) : (TimeSpan?)null;
        var found = ImportFormats.Read(parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_format), TimeProvider.System.GetUtcNow());
        var plan = ImportPlan.Of(found, otherwise);
        foreach (var (target, why) in plan.LeftOut)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(target)} is left out: {ToolText.OneLine(why)}");
        }

        if (parsed.GetValue(_dryRun))
        {
            Preview(plan);
            return ExitCodes.Fine;
        }

        if (plan.WithoutEnd > 0 && otherwise is null && !parsed.GetValue(_permanently))
        {
            throw new ImportException($"{plan.WithoutEnd} blocks have no end: give --for DURATION or --permanently; nothing was changed");
        }

        if (plan.Blocks.Count == 0)
        {
            Console.Out.WriteLine("there is nothing to block");
            return ExitCodes.Fine;
        }

        var request = _note.Of(parsed, new ControlRequest { Command = ControlCommands.Block, With = parsed.GetValue(_with) });
        var requests = ImportRequests.Of(plan.Blocks, request, keepsNames: !_note.IsNamed(parsed));
        return await ImportProgress.WhileAsync(
            plan.Blocks.Count,
            isShown: !_agent.IsJson(parsed),
            progress =>
                _agent
                    .CallOf(parsed)
                    .RunAsync(
                        requests,
                        new CountedLines(new ReplyLines(ToolConsole.Out, "nothing was done"), progress),
                        withoutAgent: null,
                        cancellationToken
                    )
        );
    }

    private static void Preview(ImportPlan plan)
    {
        foreach (var block in plan.Blocks)
        {
            var left = block.Left is { } time ? $"for {Duration.Text((long)Math.Ceiling(time.TotalSeconds))}" : "without an end";
            var why = block.Why.Length > 0 ? $" ({block.Why})" : "";
            Console.Out.WriteLine(ToolText.OneLine($"would block {block.Target} {left}{why}"));
        }

        Console.Out.WriteLine($"{plan.Blocks.Count} blocks, {plan.WithoutEnd} without an end in the file, {plan.LeftOut.Count} left out");
    }
}
