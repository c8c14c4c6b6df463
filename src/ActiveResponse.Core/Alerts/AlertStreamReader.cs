using System.Runtime.CompilerServices;

namespace ActiveResponse.Alerts;

/// <summary>Reads the alert records of a stream once, to its end: standard input, a pipe, an opened file.</summary>
public sealed class AlertStreamReader : IAlertSource
{
    private readonly Stream _stream;
    private readonly RecordAssembler _assembler;
    private readonly RecordBatch _batch;

    /// <summary>Creates a reader, which doesn't close the stream.</summary>
    /// <param name="stream">The stream; reading begins at its position.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A limit is outside its range.</exception>
    public AlertStreamReader(Stream stream, AlertStreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        var limits = options ?? new AlertStreamOptions();
        limits.Validate();
        _assembler = new RecordAssembler(limits, Statistics);
        _batch = new RecordBatch(_assembler);
    }

    /// <inheritdoc/>
    public AlertStreamStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream can't be read.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        int count;
        while ((count = await _stream.ReadAsync(_assembler.Room(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            _assembler.Add(count);
            if (_batch.Fill() is { IsEmpty: false } records)
            {
                yield return records;
            }
        }

        _assembler.Seal();
        if (_batch.Fill() is { IsEmpty: false } last)
        {
            yield return last;
        }
    }
}
