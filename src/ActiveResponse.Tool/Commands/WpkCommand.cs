using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Wpk;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>wpk verify FILE</c>: whether a trusted key signed an agent upgrade package.</summary>
internal static class WpkCommand
{
    public static Command Build() => new("wpk", "Work with agent upgrade packages of Wazuh.") { BuildVerify() };

    private static Command BuildVerify()
    {
        var file = new Argument<string>("FILE") { Description = "The package (.wpk)." };
        var caStores = new Option<string[]>("--ca-store")
        {
            Description = "A PEM file with root certificates, or a folder of them prepared by 'openssl rehash'; repeatable.",
            HelpName = "PATH",
        };
        var config = new Option<string?>("--config")
        {
            Description = "The ossec.conf whose <ca_store> to use, instead of or besides --ca-store.",
            HelpName = "FILE",
        };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify a package's certificate and signature; unpacks nothing. Exit code 1 if it is refused.")
        {
            file,
            caStores,
            config,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(caStores) is null && result.GetResult(config) is null)
            {
                result.AddError("Give root certificates with --ca-store, or an ossec.conf with --config.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
                CaStoresOf(parsed.GetValue(config)) is { } configured
                    ? await VerifyAsync(
                        parsed.GetRequiredValue(file),
                        [.. parsed.GetValue(caStores) ?? [], .. configured],
                        parsed.GetValue(json),
                        cancellationToken
                    )
                    : ExitCodes.Findings
        );
        return command;
    }

    // Null, and an error, if the file can't be read.
    private static IReadOnlyList<string>? CaStoresOf(string? config)
    {
        if (config is null)
        {
            return [];
        }

        var read = ConfigLoading.Load(config, "wazuh");
        if (read.Daemon.Execd != ExecdState.ConfigError)
        {
            return [.. WazuhFolder.CaStores(config, read.Config.CaStores)];
        }

        // execd, which reads this option, ignores other errors; an agent's own file has elements that a manager would refuse.
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(config)} can't be read: run 'active-response check' for the errors.");
        return null;
    }

    private static async Task<int> VerifyAsync(string file, IReadOnlyList<string> caStores, bool json, CancellationToken cancellationToken)
    {
        WpkVerification result;
        try
        {
            await using var package = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 0,
                useAsync: true
            );
            result = await new WpkVerifier(TimeProvider.System).VerifyAsync(package, caStores, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            result = new WpkVerification
            {
                Failure = WpkFailure.Unreadable,
                Detail = e is FileNotFoundException or DirectoryNotFoundException ? "the file doesn't exist" : e.Message,
            };
        }

        WpkReport.Write(Console.Out, file, result, json);
        return result.IsGenuine ? ExitCodes.Fine : ExitCodes.Findings;
    }
}
