using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>Checks whether every part of a certificate can be read. OpenSSL reads some only on access, in the middle of something
/// else.</summary>
internal static class CertificateCheck
{
    public static bool IsReadable(X509Certificate2 certificate)
    {
        try
        {
            using var key = certificate.GetRSAPublicKey();
            _ = key?.ExportParameters(includePrivateParameters: false);
            _ = certificate.PublicKey.EncodedKeyValue;
            _ = (certificate.Subject, certificate.Issuer, certificate.SubjectName.RawData, certificate.IssuerName.RawData);
            _ = (certificate.NotBefore, certificate.NotAfter, certificate.SerialNumber, certificate.SignatureAlgorithm.Value);
            return certificate.Extensions.All(static extension => extension.RawData is not null);
        }
        catch (Exception e) when (IsOfContent(e))
        {
            return false;
        }
    }

    /// <summary>Whether an exception reports an error in a certificate.</summary>
    public static bool IsOfContent(Exception exception) =>
        exception
            is CryptographicException
                or ArgumentException
                or FormatException
                or OverflowException
                or IndexOutOfRangeException
                or InvalidOperationException;
}
