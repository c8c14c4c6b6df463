namespace ActiveResponse.Alerts;

/// <summary>Complete records, in an array reused for each batch.</summary>
internal sealed class RecordBatch(RecordAssembler assembler)
{
    private AlertRecord[] _records = new AlertRecord[64];

    public ReadOnlyMemory<AlertRecord> Fill()
    {
        var count = 0;
        while (assembler.TryTake(out var record))
        {
            if (count == _records.Length)
            {
                Array.Resize(ref _records, 2 * count);
            }

            _records[count++] = record;
        }

        return _records.AsMemory(0, count);
    }
}
