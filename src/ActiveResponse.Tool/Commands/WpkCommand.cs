using System.CommandLine;
using ActiveResponse.Tool.Output;
using ActiveResponse.Wpk;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>wpk verify FILE</c>: whether an agent upgrade package is signed by who may.</summary>
internal static class WpkCommand
{
    public static Command Build() => new("wpk", "Work with agent upgrade packages of Wazuh.") { BuildVerify() };

    private static Command BuildVerify()
    {
        var file = new Argument<string>("FILE") { Description = "The package (.wpk)." };
        var caStores = new Option<string[]>("--ca-store")
        {
            Description = "A PEM file with root certificates, or a folder of them as 'openssl rehash' leaves it; may be given several times.",
            HelpName = "PATH",
            DefaultValueFactory = static _ => [],
        };
        var config = new Option<string?>("--config") { Description = "The ossec.conf whose <ca_store> to use, instead of or besides --ca-store.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Verify a package's certificate and signature; unpacks nothing. Exit code 1 if it is refused.") { file, caStores, config, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(caStores) is not { Length: > 0 } && result.GetValue(config) is null)
            {
                result.AddError("Name the roots with --ca-store, or an ossec.conf with --config.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<string> paths = [.. parsed.GetValue(caStores) ?? []];
            if (parsed.GetValue(config) is { } name)
            {
                var read = ConfigLoading.Load(name, "wazuh");
                if (read.HasErrors)
                {
                    Console.Error.WriteLine($"active-response: {ToolText.OneLine(name)} has errors: 'active-response check' lists them.");
                    return ExitCodes.Findings;
                }

                paths = [.. paths, .. WazuhFolder.CaStores(name, read.Config.CaStores)];
            }

            return await VerifyAsync(parsed.GetRequiredValue(file), paths, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> VerifyAsync(string file, IReadOnlyList<string> caStores, bool json, CancellationToken cancellationToken)
    {
        WpkVerification result;
        try
        {
            await using var package = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
            result = await new WpkVerifier(TimeProvider.System).VerifyAsync(package, caStores, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            result = new WpkVerification { Failure = WpkFailure.Unreadable, Detail = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message };
        }

        WpkReport.Write(Console.Out, file, result, json);
        return result.IsGenuine ? ExitCodes.Fine : ExitCodes.Findings;
    }
}
