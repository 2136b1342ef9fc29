namespace CoListen.Tests.Fixtures;

/// <summary>Several things that end together.</summary>
internal sealed class Disposables(IEnumerable<IDisposable> all) : IDisposable
{
    public void Dispose()
    {
        foreach (var one in all)
        {
            one.Dispose();
        }
    }
}
