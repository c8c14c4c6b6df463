using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>Certificates and packages made with the openssl program in a temporary folder, as an administrator makes them.</summary>
public sealed class OpenSsl : IDisposable
{
    private const string Ca = "basicConstraints=critical,CA:TRUE";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ar-wpk-");
    private int _serial;

    public OpenSsl()
    {
        IsHere = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(static folder => File.Exists(Path.Combine(folder, "openssl")));
        if (!IsHere)
        {
            return;
        }

        File.WriteAllText(FileOf("req.cnf"), "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=unnamed\n");
        Certify("root", null, Ca);
        Certify("leaf", "root", "basicConstraints=CA:FALSE");
    }

    /// <summary>Whether the program is there; without it nothing is made.</summary>
    public bool IsHere { get; }

    public string Root => Certificate("root");

    public void Need() => Assert.SkipUnless(IsHere, "the program openssl is needed (package openssl)");

    public string FileOf(string name) => Path.Combine(_folder.FullName, name);

    public string Certificate(string name) => FileOf(name + ".pem");

    /// <summary>Makes a key and its certificate, signed by an issuer or by itself.</summary>
    public void Certify(string name, string? issuer, string extensions, string key = "rsa:2048")
    {
        if (File.Exists(Certificate(name)))
        {
            return;
        }

        File.WriteAllText(FileOf(name + ".ext"), extensions + "\n");
        string[] make = key.StartsWith("rsa", StringComparison.Ordinal) ? ["-newkey", key] : ["-newkey", "ec", "-pkeyopt", key];
        Run([
            "req",
            "-new",
            .. make,
            "-nodes",
            "-config",
            FileOf("req.cnf"),
            "-subj",
            "/CN=" + name,
            "-keyout",
            FileOf(name + ".key"),
            "-out",
            FileOf(name + ".csr"),
        ]);
        string[] by = issuer is null
            ? ["-signkey", FileOf(name + ".key")]
            : ["-CA", Certificate(issuer), "-CAkey", FileOf(issuer + ".key")];
        var serial = (++_serial).ToString(CultureInfo.InvariantCulture);
        Run([
            "x509",
            "-req",
            "-in",
            FileOf(name + ".csr"),
            .. by,
            "-set_serial",
            serial,
            "-days",
            "30",
            "-extfile",
            FileOf(name + ".ext"),
            "-out",
            Certificate(name),
        ]);
    }

    /// <summary>Makes a package: magic, certificate and NUL, signature, content.</summary>
    public byte[] Package(byte[] content, string signer = "leaf")
    {
        File.WriteAllBytes(FileOf("content"), content);
        Run("dgst", "-sha256", "-sign", FileOf(signer + ".key"), "-out", FileOf("signature"), FileOf("content"));
        return [.. "WPK256\0"u8, .. File.ReadAllBytes(Certificate(signer)), 0, .. File.ReadAllBytes(FileOf("signature")), .. content];
    }

    /// <summary>A folder with certificates under the names OpenSSL looks for.</summary>
    public string Rehashed(params string[] names)
    {
        var folder = Directory.CreateDirectory(FileOf("store-" + string.Join('-', names))).FullName;
        Array.ForEach(names, name => File.Copy(Certificate(name), Path.Combine(folder, name + ".pem"), overwrite: true));
        Run("rehash", folder);
        return folder;
    }

    public void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        output.Append(process.StandardError.ReadToEnd());
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "openssl {0}: {1}", string.Join(' ', arguments), output);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
