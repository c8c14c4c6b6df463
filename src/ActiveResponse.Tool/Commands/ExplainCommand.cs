using System.CommandLine;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>explain</c>: what each alert would fire, why, and what would be sent.</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config();
        var alert = new Option<string>("--alert") { Description = "The alerts, one a line; - for standard input.", Required = true, HelpName = "FILE|-" };
        var dialect = CommonOptions.Dialect();
        var role = new Option<string>("--role") { Description = "What this host is: standalone (default), server or agent.", DefaultValueFactory = static _ => "standalone" };
        role.AcceptOnlyFromAmong("standalone", "server", "agent");
        var agentId = new Option<string?>("--agent-id") { Description = "This host's agent id.", HelpName = "ID" };
        var json = CommonOptions.Json();
        var command = new Command("explain", "Say for each alert and response whether it fires and why, and what would be sent where. Does nothing.")
        {
            config, alert, dialect, role, agentId, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var result = ConfigLoading.Load(parsed.GetRequiredValue(config), parsed.GetRequiredValue(dialect));
            // What the daemon takes can be explained, though it may not be fit to be run here.
            Problems.Write(ToolConsole.Error, result.Problems);
            if (!result.Accepted)
            {
                return ExitCodes.Findings;
            }

            var host = new HostIdentity { Role = Names.Role(parsed.GetRequiredValue(role)), AgentId = parsed.GetValue(agentId) };
            await using var services = Compose(result.Config, host);
            using var input = AlertInput.Open(parsed.GetRequiredValue(alert));
            if (input.Stream is null)
            {
                Console.Error.WriteLine(input.Problem);
                return ExitCodes.Findings;
            }

            var writer = parsed.GetValue(json) ? (IExplanationWriter)new ExplanationJson(Console.Out) : new ExplanationReport(ToolConsole.Out);
            var explained = await ExplainAsync(services.GetRequiredService<ActiveResponseEngine>(), input.Stream, writer, cancellationToken);
            return result.HasErrors ? ExitCodes.Findings : explained;
        });
        return command;
    }

    private static ServiceProvider Compose(ActiveResponseConfig config, HostIdentity host)
    {
        var services = new ServiceCollection();
        services.AddActiveResponse().UseConfig(config).UseHost(host).AssumeScripts();
        return services.BuildServiceProvider();
    }

    private static async Task<int> ExplainAsync(
        ActiveResponseEngine engine, Stream input, IExplanationWriter writer, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Fine;
        var parser = new AlertParser();
        var reader = new AlertStreamReader(input);
        await foreach (var record in reader.ReadAsync(cancellationToken))
        {
            var error = record.Error;
            if (error is null && parser.TryRead(record.Bytes, out var alert, out error))
            {
                writer.Write(await engine.ExplainAsync(alert, cancellationToken), engine.Config.Dialect);
            }
            else
            {
                exit = ExitCodes.Findings;
                writer.WriteError(record.Line, error!.Value.Message);
            }
        }

        return exit;
    }
}
