using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>The key of a package's certificate, if it is of the required kind.</summary>
internal static class SigningKey
{
    private const X509KeyUsageFlags Signatures = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    /// <summary>The key, which the caller disposes; or null and the reason.</summary>
    public static RSA? Of(X509Certificate2 certificate, out string? problem)
    {
        RSA? key = null;
        try
        {
            key = certificate.GetRSAPublicKey();
            if (key is null)
            {
                problem = "the certificate's key isn't an RSA key";
            }
            else if ((key.KeySize + 7) / 8 != WpkHeader.SignatureLength)
            {
                problem = FormattableString.Invariant(
                    $"the certificate's key has {key.KeySize} bits, but a package's signature needs 2048"
                );
            }
            else if (certificate.Extensions.OfType<X509KeyUsageExtension>().Any(static usage => (usage.KeyUsages & Signatures) == 0))
            {
                problem = "the certificate's key is not for signatures";
            }
            else
            {
                problem = null;
            }
        }
        catch (Exception e) when (CertificateCheck.IsOfContent(e))
        {
            problem = "the certificate's key can't be read";
        }

        if (problem is null)
        {
            return key;
        }

        key?.Dispose();
        return null;
    }
}
