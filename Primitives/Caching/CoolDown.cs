namespace Tta.Primitives;

/// <summary>Leaves something that fails alone for a while, so that not every caller waits for it in vain. Safe from any thread.</summary>
/// <param name="longest">The longest while; zero for none.</param>
/// <param name="time">The clock.</param>
internal sealed class CoolDown(TimeSpan longest, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TimeSpan _while;
    private long _since;
    private int _generation;

    /// <summary>Asks for leave to try. When a while is over, one caller gets it and the others wait for what it finds.</summary>
    /// <param name="generation">To report the outcome with: calls that were under way together failed for one reason, and count once.</param>
    public bool TryEnter(out int generation)
    {
        lock (_gate)
        {
            generation = _generation;
            if (_while == TimeSpan.Zero)
            {
                return true;
            }

            if (time.GetElapsedTime(_since) < _while)
            {
                return false;
            }

            _since = time.GetTimestamp();
            return true;
        }
    }

    public void Succeeded(int generation)
    {
        lock (_gate)
        {
            if (generation == _generation)
            {
                _while = TimeSpan.Zero;
            }
        }
    }

    public void Failed(int generation)
    {
        lock (_gate)
        {
            if (generation == _generation)
            {
                TimeSpan next = _while == TimeSpan.Zero ? First : 2 * _while;
                _while = next < longest ? next : longest;
                _since = time.GetTimestamp();
                _generation++;
            }
        }
    }
}
