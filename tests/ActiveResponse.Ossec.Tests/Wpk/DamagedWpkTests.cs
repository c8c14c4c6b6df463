using System.Text;
using ActiveResponse.Ossec.Wpk;

namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>Whatever is damaged in a package or in a store, the answer is one of those that are documented.</summary>
public sealed class DamagedWpkTests(OpenSsl openSsl) : WpkTests(openSsl)
{
    private static readonly byte[] Begin = "WPK256\0"u8.ToArray();

    [Theory]
    [InlineData("leaf", "basicConstraints=CA:FALSE", "rsa:2048")]
    [InlineData("elliptic", "basicConstraints=CA:FALSE", "ec_paramgen_curve:P-256")]
    public async Task A_changed_byte_of_the_certificate_is_an_answer_and_never_thrown(string name, string extensions, string key)
    {
        Ssl.Need();
        Ssl.Certify(name, "root", extensions, key);
        var package = Ssl.Package(Content, name);
        var der = Der(Ssl.Certificate(name));
        var after = package.AsSpan()[(Begin.Length + package.AsSpan(Begin.Length).IndexOf((byte)0))..].ToArray();
        for (var at = 0; at < der.Length; at++)
        {
            foreach (var change in ((byte[])[0x01, 0x80, 0xff, der[at]]).Where(static change => change != 0))
            {
                var changed = (byte[])der.Clone();
                changed[at] ^= change;
                var result = await VerifyAsync([.. Begin, .. Pem(changed), .. after], Ssl.Root);
                new WpkFailure?[] { WpkFailure.BadCertificate, WpkFailure.NotTrusted, WpkFailure.BadKey }
                    .Should()
                    .Contain(result.Failure, "byte {0} ^ {1}", at, change);
                result.Detail.Should().NotBeNullOrEmpty().And.NotContain("\n");
            }
        }
    }

    [Fact]
    public async Task A_key_that_can_not_be_read_is_a_bad_certificate()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var der = Der(Ssl.Certificate("leaf"));
        var key = der.AsSpan().IndexOf((byte[])[0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01]);
        key.Should().BePositive();
        der[key + 8] = 0x36;

        var result = await VerifyAsync([.. Begin, .. Pem(der), 0, .. package.AsSpan()[^(256 + Content.Length)..]], Ssl.Root);

        result.Failure.Should().Be(WpkFailure.BadCertificate);
    }

    [Fact]
    public async Task A_changed_byte_of_the_text_of_the_certificate_is_an_answer()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var end = Begin.Length + package.AsSpan(Begin.Length).IndexOf((byte)0);
        for (var at = Begin.Length; at <= end; at++)
        {
            var changed = (byte[])package.Clone();
            changed[at] ^= 0x41;

            // A line break that is gone, or a bit that pads the last group, changes nothing.
            new WpkFailure?[]
            {
                null,
                WpkFailure.BadCertificate,
                WpkFailure.NotTrusted,
                WpkFailure.BadKey,
                WpkFailure.BadSignature,
                WpkFailure.Truncated,
            }
                .Should()
                .Contain((await VerifyAsync(changed, Ssl.Root)).Failure, "at {0}", at);
        }
    }

    [Fact]
    public async Task A_changed_byte_of_a_store_is_an_answer()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var der = Der(Ssl.Root);
        var store = Ssl.FileOf("damaged-store.pem");
        for (var at = 0; at < der.Length; at++)
        {
            var changed = (byte[])der.Clone();
            changed[at] ^= 0x55;
            File.WriteAllBytes(store, Pem(changed));

            // Nobody looks at the signature that a root has put under itself.
            new WpkFailure?[] { null, WpkFailure.NoCaStore, WpkFailure.NotTrusted }
                .Should()
                .Contain((await VerifyAsync(package, store)).Failure, "at {0}", at);
        }
    }

    private static byte[] Der(string pem)
    {
        var text = File.ReadAllText(pem);
        var fields = System.Security.Cryptography.PemEncoding.Find(text);
        return Convert.FromBase64String(text[fields.Base64Data]);
    }

    private static byte[] Pem(byte[] der) =>
        Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der) + "\n");
}
