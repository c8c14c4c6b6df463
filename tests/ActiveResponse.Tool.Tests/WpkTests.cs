using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class WpkTests
{
    [Fact]
    public async Task Says_that_a_package_is_genuine()
    {
        using var folder = new Folder();
        var (package, root) = Make(folder);
        using var tool = await ToolProcess.RunAsync(
            "wpk",
            "verify",
            package,
            "--ca-store",
            folder.File("absent"),
            "--ca-store",
            root,
            "--json"
        );

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        using var json = JsonDocument.Parse(tool.OutputText);
        json.RootElement.GetProperty("genuine").GetBoolean().Should().BeTrue();
        json.RootElement.GetProperty("caStore").GetString().Should().Be(root);
        json.RootElement.GetProperty("signer").GetString().Should().Be("CN=signer");
        json.RootElement.GetProperty("contentLength").GetInt64().Should().Be(7);
        json.RootElement.GetProperty("contentSha256").GetString().Should().Be(Convert.ToHexStringLower(SHA256.HashData("content"u8)));
    }

    [Fact]
    public async Task Refuses_with_the_reason_and_exit_code_1()
    {
        using var folder = new Folder();
        var (package, root) = Make(folder);
        File.AppendAllText(package, "more");
        using var tool = await ToolProcess.RunAsync("wpk", "verify", package, "--ca-store", root);
        using var none = await ToolProcess.RunAsync("wpk", "verify", folder.File("absent"), "--ca-store", root);

        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().StartWith($"{package}: refused: ").And.EndWith("(BadSignature)");
        none.ExitCode.Should().Be(1);
        none.OutputText.Should().Contain("the file doesn't exist");
    }

    [Theory]
    [InlineData("<ca_store>etc/own.pem</ca_store>", "own.pem")]
    [InlineData("<disabled>no</disabled>", "wpk_root.pem")]
    public async Task Takes_the_roots_from_the_configuration_or_the_agents_default(string element, string name)
    {
        using var folder = new Folder();
        var (package, root) = Make(folder);
        Directory.CreateDirectory(folder.File("etc"));
        File.Move(root, folder.File("etc/" + name));
        var config = folder.Write("etc/ossec.conf", Inputs.Config(600, $"<active-response>{element}</active-response>"));
        using var tool = await ToolProcess.RunAsync("wpk", "verify", package, "--config", config);

        tool.ExitCode.Should().Be(0, tool.OutputText + tool.ErrorText);
        tool.OutputText.Should().Contain($"vouched for by {folder.File("etc/" + name)}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<ossec_config><active-response>")]
    public async Task A_configuration_that_cannot_be_read_does_not_mean_the_default(string? text)
    {
        using var folder = new Folder();
        var (package, root) = Make(folder);
        Directory.CreateDirectory(folder.File("etc"));
        File.Move(root, folder.File("etc/wpk_root.pem"));
        var config = text is null ? folder.File("etc/ossec.conf") : folder.Write("etc/ossec.conf", text);
        using var tool = await ToolProcess.RunAsync("wpk", "verify", package, "--config", config);

        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().BeEmpty();
        tool.ErrorText.Should().Contain("can't be read");
    }

    [Theory]
    [InlineData("wpk")]
    [InlineData("wpk", "verify")]
    [InlineData("wpk", "verify", "file")]
    [InlineData("wpk", "verify", "file", "--ca-store")]
    public async Task A_wrong_command_line_is_exit_code_2(params string[] arguments)
    {
        using var tool = await ToolProcess.RunAsync(arguments);
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain($"Try 'active-response {string.Join(' ', arguments.Take(2))} --help'");
    }

    private static (string Package, string Root) Make(Folder folder)
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        using var key = RSA.Create(2048);
        using var signer = new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Create(
            root,
            now.AddDays(-1),
            now.AddDays(1),
            [1]
        );
        var signature = key.SignData("content"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        File.WriteAllBytes(
            folder.File("agent.wpk"),
            [.. "WPK256\0"u8, .. Encoding.ASCII.GetBytes(signer.ExportCertificatePem()), 0, .. signature, .. "content"u8]
        );
        return (folder.File("agent.wpk"), folder.Write("root.pem", root.ExportCertificatePem()));
    }
}
