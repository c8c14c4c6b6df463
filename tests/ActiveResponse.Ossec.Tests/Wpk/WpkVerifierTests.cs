using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Ossec.Wpk;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>The format: what is genuine, and what is not a package.</summary>
public sealed class WpkVerifierTests(OpenSsl openSsl) : WpkTests(openSsl)
{
    [Fact]
    public async Task A_package_signed_under_a_root_is_genuine()
    {
        Ssl.Need();
        var result = await VerifyAsync(Ssl.Package(Content), Ssl.Root);

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    IsGenuine = true,
                    Failure = (WpkFailure?)null,
                    Detail = (string?)null,
                    Signer = "CN=leaf",
                    CaStore = Ssl.Root,
                    ContentLength = (long)Content.Length,
                    ContentHash = Convert.ToHexStringLower(SHA256.HashData(Content)),
                }
            );
        result.Fingerprint.Should().MatchRegex("^[0-9a-f]{64}$");
        (await VerifyAsync(Ssl.Package([]), Ssl.Root)).IsGenuine.Should().BeTrue("Wazuh doesn't ask for content either");
    }

    [Fact]
    public async Task A_package_cut_anywhere_is_refused()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var header = package.Length - Content.Length;
        for (var length = 0; length < package.Length; length++)
        {
            var result = await VerifyAsync(package[..length], Ssl.Root);
            result.Failure.Should().Be(FailureAt(length), "at {0}", length);
            result.Detail.Should().NotBeNullOrEmpty();
        }

        WpkFailure FailureAt(int length)
        {
            if (length < 7)
            {
                return WpkFailure.NotAPackage;
            }

            return length < header ? WpkFailure.Truncated : WpkFailure.BadSignature;
        }
    }

    [Fact]
    public async Task A_changed_byte_of_magic_signature_or_content_is_noticed()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var signature = package.Length - Content.Length - 256;
        foreach (var at in Enumerable.Range(0, 7).Concat(Enumerable.Range(signature, package.Length - signature)))
        {
            var changed = (byte[])package.Clone();
            changed[at] ^= 1;
            (await VerifyAsync(changed, Ssl.Root))
                .Failure.Should()
                .Be(at < 7 ? WpkFailure.NotAPackage : WpkFailure.BadSignature, "at {0}", at);
        }
    }

    [Fact]
    public async Task Bytes_after_the_content_are_content_nobody_signed()
    {
        Ssl.Need();
        (await VerifyAsync([.. Ssl.Package(Content), 0], Ssl.Root)).Failure.Should().Be(WpkFailure.BadSignature);
    }

    [Fact]
    public async Task Parts_in_another_order_are_refused()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var signature = package.AsSpan(package.Length - Content.Length - 256, 256).ToArray();
        byte[] certificate = [.. File.ReadAllBytes(Ssl.Certificate("leaf")), 0];
        (await VerifyAsync([.. "WPK256\0"u8, .. signature, .. certificate, .. Content], Ssl.Root)).IsGenuine.Should().BeFalse();
        (await VerifyAsync([.. "WPK256\0"u8, .. certificate, .. Content, .. signature], Ssl.Root)).IsGenuine.Should().BeFalse();
        (await VerifyAsync([.. certificate, .. "WPK256\0"u8, .. signature, .. Content], Ssl.Root))
            .Failure.Should()
            .Be(WpkFailure.NotAPackage);
    }

    [Fact]
    public async Task A_signature_by_another_key_is_refused()
    {
        Ssl.Need();
        Ssl.Certify("other", "root", "basicConstraints=CA:FALSE");
        var own = Ssl.Package(Content);
        var theirs = Ssl.Package(Content, "other");
        (await VerifyAsync([.. own[..^(256 + Content.Length)], .. theirs[^(256 + Content.Length)..]], Ssl.Root))
            .Failure.Should()
            .Be(WpkFailure.BadSignature);
    }

    [Fact]
    public async Task Only_the_first_certificate_counts()
    {
        Ssl.Need();
        Ssl.Certify("stranger", null, "basicConstraints=CA:FALSE");
        var package = Ssl.Package(Content, "stranger");
        var certificates = File.ReadAllText(Ssl.Certificate("stranger")) + File.ReadAllText(Ssl.Certificate("leaf"));
        byte[] both = [.. "WPK256\0"u8, .. Encoding.ASCII.GetBytes(certificates), 0, .. package[^(256 + Content.Length)..]];
        (await VerifyAsync(both, Ssl.Root)).Should().BeEquivalentTo(new { Failure = WpkFailure.NotTrusted, Signer = "CN=stranger" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public async Task What_is_no_certificate_is_refused(string text)
    {
        Ssl.Need();
        (await VerifyAsync([.. "WPK256\0"u8, .. Encoding.ASCII.GetBytes(text), 0, .. new byte[300]], Ssl.Root))
            .Failure.Should()
            .Be(WpkFailure.BadCertificate);
    }

    [Fact]
    public async Task A_certificate_without_an_end_is_not_read_for_ever()
    {
        Ssl.Need();
        var endless = new MadeStream("WPK256\0"u8.ToArray(), long.MaxValue, (byte)'A');
        (await VerifyAsync(endless, TimeSpan.FromDays(1), Ssl.Root)).Failure.Should().Be(WpkFailure.BadCertificate);
        endless.Taken.Should().BeLessThan(1024 * 1024);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_content()
    {
        Ssl.Need();
        const long Length = 64 * 1024 * 1024;
        var package = new MadeStream(Ssl.Package([]), Length, 0);
        _ = await VerifyAsync(Ssl.Package([]), Ssl.Root);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = new WpkVerifier(TimeProvider.System).VerifyAsync(package, [Ssl.Root]);
        result.IsCompleted.Should().BeTrue("the stream never waits, so all of it ran on this thread");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 * 1024 * 1024);
        (await result).Should().BeEquivalentTo(new { ContentLength = Length, Failure = WpkFailure.BadSignature });
    }

    [Fact]
    public async Task A_file_that_fails_while_read_is_an_answer()
    {
        Ssl.Need();
        (await VerifyAsync(new MadeStream("WPK256\0"u8.ToArray(), 0, 0, fails: true), TimeSpan.FromDays(1), Ssl.Root))
            .Failure.Should()
            .Be(WpkFailure.Unreadable);
    }

    [Fact]
    public void Nothing_made_up_is_genuine_and_nothing_throws()
    {
        Ssl.Need();
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                {
                    var plain = VerifyAsync(bytes, Ssl.Root).GetAwaiter().GetResult();
                    var headed = VerifyAsync([.. "WPK256\0"u8, .. bytes], Ssl.Root).GetAwaiter().GetResult();
                    return !plain.IsGenuine && !headed.IsGenuine;
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
