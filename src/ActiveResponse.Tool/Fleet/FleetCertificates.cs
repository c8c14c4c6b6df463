using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The fleet's own certificate authority, and the server certificate it issued, in PEM.</summary>
internal sealed record FleetCertificates(string Authority, string AuthorityKey, string Certificate, string CertificateKey)
{
    private const int SerialBytes = 16;
    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(3650);

    // A host's clock may be behind.
    private static readonly TimeSpan ValidBefore = TimeSpan.FromDays(1);

    /// <param name="fleet">The fleet's name.</param>
    /// <param name="hosts">The server's names and addresses.</param>
    /// <param name="now">The current time.</param>
    public static FleetCertificates Create(string fleet, IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN=active-response fleet {fleet}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false));
        using var authority = authorityRequest.CreateSelfSigned(now - ValidBefore, now + ValidFor);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=nats-server of {fleet}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(NamesOf(hosts));
        using var certificate = request.Create(
            authority,
            now - ValidBefore,
            authority.NotAfter,
            RandomNumberGenerator.GetBytes(SerialBytes)
        );
        return new FleetCertificates(
            authority.ExportCertificatePem() + "\n",
            authorityKey.ExportPkcs8PrivateKeyPem() + "\n",
            certificate.ExportCertificatePem() + "\n",
            key.ExportPkcs8PrivateKeyPem() + "\n"
        );
    }

    private static X509Extension NamesOf(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }
}
