using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>Runs the tool as <c>bin/ossec-execd</c> or <c>bin/wazuh-execd</c>, called like the original by the control scripts.</summary>
/// <remarks>The scripts call it once with <c>-t</c> to check the configuration, and once without, when it must be in the background on
/// return. They pass no other options, so its own are in <c>etc/active-response-execd.conf</c>.</remarks>
internal static class DaemonCall
{
    private const string Background = "--in-background";

    /// <summary>Whether a program of this name, without folders, is execd.</summary>
    public static ConfigDialect? DialectOf(string name) =>
        name switch
        {
            "ossec-execd" => ConfigDialect.Ossec,
            "wazuh-execd" => ConfigDialect.Wazuh,
            _ => null,
        };

    /// <summary>Runs it.</summary>
    /// <param name="program">The name it was started by, as given.</param>
    /// <param name="dialect">The execd's dialect.</param>
    /// <param name="arguments">The further arguments.</param>
    // Long: one step per switch of the original, in its order.
    public static async Task<int> RunAsync(string program, ConfigDialect dialect, IReadOnlyList<string> arguments)
    {
        var isBackground = arguments.Contains(Background);
        if (DaemonOptions.Read([.. arguments.Where(static argument => argument != Background)]) is not { } options)
        {
            Console.Error.WriteLine($"usage: {DaemonOptions.Usage(Path.GetFileName(program))}");
            return ExitCodes.Findings;
        }

        if (options.IsVersion)
        {
            Console.Out.WriteLine(
                $"{Path.GetFileName(program)}: {typeof(DaemonCall).Assembly.GetName().Version} of active-response, in "
                    + "place of the original"
            );
            return ExitCodes.Fine;
        }

        var full = ProgramPath(program);
        var home = options.Home ?? Path.GetDirectoryName(Path.GetDirectoryName(full)) ?? "/";
        var folder = new ExecdFolder(home, dialect);
        string[] line =
        [
            "execd",
            "--home",
            folder.Home,
            "--dialect",
            dialect == ConfigDialect.Ossec ? "ossec" : "wazuh",
            .. DaemonSettings.Read(folder.Home, out var problem),
        ];
        if (problem is not null || Problem(line) is { } wrong && (problem = $"{DaemonSettings.Of(folder.Home)}: {wrong}") is not null)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(problem)}");
            return ExitCodes.Findings;
        }

        if (options.IsTest)
        {
            var reading = ExecdStart.Read(folder);
            Problems.Write(Reports.Error, [.. reading.Problems.Where(static found => found.Severity == ConfigSeverity.Error)]);
            return reading.Daemon.Execd == ExecdState.ConfigError ? ExitCodes.Findings : ExitCodes.Fine;
        }

        if (!options.IsForeground && !isBackground)
        {
            await using var said = new ForgivingStream(2, Console.OpenStandardError);
            return await DaemonStart.RunAsync(full, [Background, .. arguments], said) ?? ExitCodes.Findings;
        }

        using var log = isBackground ? new DaemonLog(folder, TimeProvider.System) : null;
        log?.TakeOver();
        return await Parse(line, log is null ? null : log.LetGo)
            .InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }
            );
    }

    private static ParseResult Parse(string[] line, Action? whenReady) =>
        new RootCommand { ExecdCommand.Build(whenReady) }.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static string? Problem(string[] line) => Parse(line, null).Errors is [var first, ..] ? first.Message : null;

    // As given, without following links: its folder determines the installation.
    private static string ProgramPath(string program) =>
        program.Contains('/')
            ? Path.GetFullPath(program)
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Where(Path.IsPathFullyQualified)
                .Select(folder => Path.Combine(folder, program))
                .FirstOrDefault(File.Exists)
                ?? Path.GetFullPath(program);
}
