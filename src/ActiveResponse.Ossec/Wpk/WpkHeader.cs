using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>The header of a package: <c>WPK256</c> and NUL, a PEM certificate and NUL, 256 bytes of signature.</summary>
internal static class WpkHeader
{
    public const int SignatureLength = 256;
    private const int MaxCertificateLength = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => "WPK256\0"u8;

    /// <summary>Whether the stream begins like a package.</summary>
    public static async ValueTask<bool> ReadMagicAsync(Stream package, CancellationToken cancellationToken)
    {
        var begin = new byte[Magic.Length];
        var count = await package.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return begin.AsSpan(0, count).SequenceEqual(Magic);
    }

    /// <summary>Reads the certificate's text up to its NUL; reading byte by byte must be cheap.</summary>
    public static async ValueTask<(WpkFailure? Failure, string Text)> ReadCertificateAsync(
        Stream package,
        CancellationToken cancellationToken
    )
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (text.Length <= MaxCertificateLength)
        {
            if (await package.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                return (WpkFailure.Truncated, "");
            }

            if (one[0] == 0)
            {
                return (null, text.ToString());
            }

            text.Append((char)one[0]);
        }

        return (WpkFailure.BadCertificate, "");
    }

    /// <summary>The first certificate of a PEM text, or null. Wazuh takes the first too; there should be no more.</summary>
    public static X509Certificate2? Parse(string text)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(text);
        }
        catch (Exception e) when (CertificateCheck.IsOfContent(e))
        {
            return null;
        }

        if (CertificateCheck.IsReadable(certificate))
        {
            return certificate;
        }

        certificate.Dispose();
        return null;
    }
}
