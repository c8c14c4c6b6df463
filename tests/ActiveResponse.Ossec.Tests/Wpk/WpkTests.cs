using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Ossec.Wpk;
using Microsoft.Extensions.Time.Testing;

namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>What the tests of packages share: the program, and a clock within the certificates' time.</summary>
public abstract class WpkTests : IClassFixture<OpenSsl>
{
    protected WpkTests(OpenSsl openSsl) => Ssl = openSsl;

    protected static byte[] Content { get; } = [.. Enumerable.Range(0, 100).Select(static i => (byte)i)];

    protected OpenSsl Ssl { get; }

    protected DateTimeOffset Issued
    {
        get
        {
            using var root = X509CertificateLoader.LoadCertificateFromFile(Ssl.Root);
            return root.NotBefore.ToUniversalTime();
        }
    }

    protected async Task<WpkVerification> VerifyAsync(byte[] package, params string[] caStores) =>
        await VerifyAsync(new MemoryStream(package), TimeSpan.FromDays(1), caStores);

    protected async Task<WpkVerification> VerifyAsync(Stream package, TimeSpan afterIssue, params string[] caStores) =>
        await new WpkVerifier(new FakeTimeProvider(Issued + afterIssue)).VerifyAsync(package, caStores);
}
