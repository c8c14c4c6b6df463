using ActiveResponse.Ossec.Wpk;

namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>Which certificates a package may be signed with.</summary>
public sealed class CertificateTrustTests(OpenSsl openSsl) : WpkTests(openSsl)
{
    private const string Ca = "basicConstraints=critical,CA:TRUE";
    private const string NoCa = "basicConstraints=CA:FALSE";

    [Theory]
    [InlineData(-1, WpkFailure.NotTrusted)]
    [InlineData(29, null)]
    [InlineData(31, WpkFailure.NotTrusted)]
    public async Task A_certificate_counts_only_in_its_time(int day, WpkFailure? failure)
    {
        Ssl.Need();
        var result = await VerifyAsync(new MemoryStream(Ssl.Package(Content)), TimeSpan.FromDays(day), Ssl.Root);
        result.Failure.Should().Be(failure);
        (result.Detail ?? "valid only from").Should().Contain("valid only from");
    }

    [Fact]
    public async Task A_certificate_that_signs_itself_counts_only_as_a_root_of_the_store()
    {
        Ssl.Need();
        Ssl.Certify("selfmade", null, NoCa);
        var package = Ssl.Package(Content, "selfmade");
        (await VerifyAsync(package, Ssl.Root))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Failure = WpkFailure.NotTrusted,
                    Signer = "CN=selfmade",
                    CaStore = (string?)null,
                }
            );
        (await VerifyAsync(package, Ssl.Certificate("selfmade"))).IsGenuine.Should().BeTrue("so it is with Wazuh");
    }

    [Fact]
    public async Task A_root_of_the_same_name_with_another_key_is_refused()
    {
        Ssl.Need();
        Ssl.Certify("twin", null, Ca);
        Ssl.Run(
            "req",
            "-new",
            "-x509",
            "-key",
            Ssl.FileOf("twin.key"),
            "-config",
            Ssl.FileOf("req.cnf"),
            "-subj",
            "/CN=root",
            "-days",
            "30",
            "-out",
            Ssl.FileOf("fake.pem")
        );
        (await VerifyAsync(Ssl.Package(Content), Ssl.FileOf("fake.pem"))).Failure.Should().Be(WpkFailure.NotTrusted);
    }

    [Fact]
    public async Task What_lies_between_certificate_and_root_must_be_in_the_same_store()
    {
        Ssl.Need();
        Ssl.Certify("middle", "root", Ca);
        Ssl.Certify("deep", "middle", NoCa);
        var package = Ssl.Package(Content, "deep");
        var both = Ssl.FileOf("both.pem");
        File.WriteAllText(both, File.ReadAllText(Ssl.Certificate("middle")) + File.ReadAllText(Ssl.Root));
        (await VerifyAsync(package, both)).IsGenuine.Should().BeTrue();
        (await VerifyAsync(package, Ssl.Root)).Failure.Should().Be(WpkFailure.NotTrusted);
        (await VerifyAsync(package, Ssl.Certificate("middle"))).Failure.Should().Be(WpkFailure.NotTrusted);
        (await VerifyAsync(package, Ssl.Root, Ssl.Certificate("middle"))).Failure.Should().Be(WpkFailure.NotTrusted);
    }

    [Theory]
    [InlineData("noca", NoCa)]
    [InlineData("nosign", Ca + "\nkeyUsage=digitalSignature")]
    public async Task An_issuer_that_may_not_issue_is_refused(string issuer, string extensions)
    {
        Ssl.Need();
        Ssl.Certify(issuer, "root", extensions);
        Ssl.Certify("of-" + issuer, issuer, NoCa);
        var both = Ssl.FileOf(issuer + "-both.pem");
        File.WriteAllText(both, File.ReadAllText(Ssl.Certificate(issuer)) + File.ReadAllText(Ssl.Root));
        (await VerifyAsync(Ssl.Package(Content, "of-" + issuer), both)).Failure.Should().Be(WpkFailure.NotTrusted);
    }

    [Theory]
    [InlineData("large", "rsa:3072", NoCa, "3072 bits")]
    [InlineData("curve", "ec_paramgen_curve:P-256", NoCa, "isn't an RSA key")]
    [InlineData("cipher", "rsa:2048", NoCa + "\nkeyUsage=keyEncipherment", "not for signatures")]
    public async Task A_key_that_packages_are_not_signed_with_is_refused(string name, string key, string extensions, string why)
    {
        Ssl.Need();
        Ssl.Certify(name, "root", extensions, key);
        var result = await VerifyAsync(Ssl.Package(Content, name), Ssl.Root);
        result.Failure.Should().Be(WpkFailure.BadKey);
        result.Detail.Should().Contain(why);
    }

    [Fact]
    public async Task A_folder_counts_as_openssl_reads_it()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        (await VerifyAsync(package, Ssl.Rehashed("root"))).IsGenuine.Should().BeTrue();
        var plain = Directory.CreateDirectory(Ssl.FileOf("plain")).FullName;
        File.Copy(Ssl.Root, Path.Combine(plain, "root.pem"));
        var result = await VerifyAsync(package, plain);
        result.Failure.Should().Be(WpkFailure.NoCaStore);
        result.Detail.Should().Contain("openssl rehash");
    }

    [Fact]
    public async Task One_store_of_several_is_enough_and_none_is_not()
    {
        Ssl.Need();
        var package = Ssl.Package(Content);
        var nonsense = Ssl.FileOf("nonsense.pem");
        File.WriteAllText(nonsense, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        (await VerifyAsync(package, "", Ssl.FileOf("absent"), nonsense, Ssl.Root))
            .Should()
            .BeEquivalentTo(new { IsGenuine = true, CaStore = Ssl.Root });
        var result = await VerifyAsync(package, Ssl.FileOf("absent"), nonsense, Ssl.FileOf("leaf.key"));
        result.Failure.Should().Be(WpkFailure.NoCaStore);
        result.Detail.Should().Contain("it doesn't exist").And.Contain("damaged").And.Contain("no PEM certificate");
        (await VerifyAsync(package)).Should().BeEquivalentTo(new { Failure = WpkFailure.NoCaStore, Detail = "no CA store is given" });
    }
}
