using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues.Exact;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>explain</c>: what each alert would fire and why, and what would be sent.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly Option<string> _config = CommonOptions.Config();
    private readonly Option<string> _alert = new("--alert")
    {
        Description = "The alerts, one per line; - for standard input.",
        Required = true,
        HelpName = "FILE|-",
    };

    private readonly Option<string> _dialect = CommonOptions.Dialect();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _wire = new("--wire")
    {
        Description =
            "Show the message for the manager's queue (execq, or ar for agents) of each order. Implies the role server, unless given.",
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "With --wire and --dialect ossec: exactly what analysisd sends, with its own checks instead of ours.",
    };

    private readonly HostOptions _identity;

    private ExplainCommand()
        : base("explain", "Explain for each alert and response whether it fires and why, and what would be sent where. Changes nothing.")
    {
        Add(_config);
        Add(_alert);
        Add(_dialect);
        Add(_wire);
        Add(_exact);
        Add(_json);
        _identity = new HostOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new ExplainCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_exact) && !(result.GetValue(_wire) && result.GetValue(_dialect) == "ossec"))
        {
            result.AddError(
                "--exact needs --wire and --dialect ossec: the messages of Wazuh's analysisd depend on its list of "
                    + "agents, which isn't in the configuration."
            );
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var given = _identity.IdentityOf(parsed);
        var result = ConfigLoading.Load(
            parsed.GetRequiredValue(_config),
            parsed.GetRequiredValue(_dialect),
            role: given?.Role.ToString().ToLowerInvariant()
        );
        // The daemon's reading can be explained even if it can't run here.
        Problems.Write(Reports.Error, result.Problems);
        if (!result.Accepted)
        {
            return ExitCodes.Findings;
        }

        using var input = AlertInput.Open(parsed.GetRequiredValue(_alert));
        if (input.Stream is null)
        {
            Console.Error.WriteLine(input.Problem);
            return ExitCodes.Findings;
        }

        var showsWire = parsed.GetValue(_wire);
        var writer = parsed.GetValue(_json)
            ? (IExplanationWriter)new ExplanationJson(Console.Out, showsWire)
            : new ExplanationReport(ToolConsole.Out, showsWire);
        if (parsed.GetValue(_exact))
        {
            return await SayAsync(new AnalysisdMessages(result.Config, result.Daemon), input.Stream, writer, cancellationToken);
        }

        await using var engine = Compose(result.Config, given ?? (showsWire ? new HostIdentity { Role = HostRole.Server } : null));
        var explained = await ExplainAsync(engine, input.Stream, writer, cancellationToken);
        return result.HasErrors ? ExitCodes.Findings : explained;
    }

    private static ActiveResponseEngine Compose(ActiveResponseConfig config, HostIdentity? host) =>
        ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = config,
                Host = host ?? HostIdentity.Standalone,
                Scripts = ScriptSource.Assumed(),
                Guards = host is null ? [new OtherAgentGuard()] : [],
            }
        );

    private static Task<int> ExplainAsync(
        ActiveResponseEngine engine,
        Stream input,
        IExplanationWriter writer,
        CancellationToken cancellationToken
    ) =>
        ForEachAsync(
            new AlertParser(),
            input,
            writer,
            async alert => writer.Write(await engine.ExplainAsync(alert, cancellationToken), engine.Config.Dialect),
            cancellationToken
        );

    private static Task<int> SayAsync(
        AnalysisdMessages analysisd,
        Stream input,
        IExplanationWriter writer,
        CancellationToken cancellationToken
    ) =>
        ForEachAsync(
            new AlertParser(new AlertParserOptions { FieldsAsWritten = true }),
            input,
            writer,
            alert =>
            {
                writer.Write(alert, analysisd.Explain(alert));
                return Task.CompletedTask;
            },
            cancellationToken
        );

    private static async Task<int> ForEachAsync(
        AlertParser parser,
        Stream input,
        IExplanationWriter writer,
        Func<Alert, Task> explain,
        CancellationToken cancellationToken
    )
    {
        var exit = ExitCodes.Fine;
        var reader = new AlertStreamReader(input);
        var hints = new AlertHints();
        await foreach (var record in reader.ReadAsync(cancellationToken))
        {
            var error = record.Error;
            if (error is null && parser.TryRead(record.Bytes, out var alert, out error))
            {
                await explain(alert);
            }
            else
            {
                exit = ExitCodes.Findings;
                writer.WriteError(record.Line, error!.Value.Message + hints.Of(record.Bytes, error.Value.Cause));
            }
        }

        return exit;
    }
}
