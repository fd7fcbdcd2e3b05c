using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Transcode;

internal sealed partial class RunJob
{
    /// <summary>
    /// Publishes what a job makes. Each try writes into a folder of its own inside the video's version: a worker that comes back from the
    /// dead cannot change a byte of what its successor has published.
    /// </summary>
    private sealed class JobSink(RunJob owner, TranscodeJob job, HeldJob held) : ITranscodeSink
    {
        private readonly string _try = held.Lease.ToString("N")[^8..] + "/";
        private long _bytes;
        private (string Stage, int Percent)? _news;
        private bool _published;

        /// <summary>The last report was made; the lease is gone because of it.</summary>
        public bool IsOver { get; private set; }

        private string Prefix => MediaPaths.Prefix(job.VideoId, job.MediaVersion, isPublic: false) + _try;

        public void Progress(string stage, int percent)
        {
            lock (this)
                _news = (stage, percent);
        }

        public (string Stage, int Percent)? TakeNews()
        {
            lock (this)
            {
                var news = _news;
                _news = null;
                return news;
            }
        }

        public async Task RenditionsReadyAsync(TranscodeResult result, WorkFolder folder, CancellationToken cancellationToken)
        {
            await PutAsync(result, folder, cancellationToken);
            if (!await owner.ReportAsync(report => report.RenditionsReady(held, Rendered(result), cancellationToken)))
                throw new LeaseLostException();
            _published = true;
        }

        public async Task CompletedAsync(TranscodeResult result, WorkFolder folder, CancellationToken cancellationToken)
        {
            await PutAsync(result, folder, cancellationToken);
            IsOver = true;
            if (!await owner.ReportAsync(report => report.Completed(held, Rendered(result), cancellationToken)))
                throw new LeaseLostException();
            _published = true;
        }

        public async Task RefusedAsync(Refusal refusal, CancellationToken cancellationToken)
        {
            IsOver = true;
            if (!await owner.ReportAsync(report => report.Failed(held, refusal.Code, refusal.Params, retryable: false, cancellationToken)))
                throw new LeaseLostException();
        }

        /// <summary>Removes what this try has put, unless a video plays from it.</summary>
        public Task WithdrawAsync() => _published ? Task.CompletedTask : owner._media.DeletePrefixAsync(Prefix, CancellationToken.None);

        private async Task PutAsync(TranscodeResult result, WorkFolder folder, CancellationToken cancellationToken)
        {
            foreach (var file in result.NewFiles)
            {
                _bytes += new FileInfo(folder.At(file)).Length;
                await owner._media.PutFileAsync(Prefix + file, folder.At(file), cancellationToken);
            }
        }

        private Rendered Rendered(TranscodeResult result)
        {
            var playback = new Playback
            {
                Hls = _try + result.Playlist,
                Poster = new Poster { Color = result.Color, Thumbhash = result.ThumbHash },
                PreviewUrl = result.Preview is null ? "" : _try + result.Preview,
                PreviewType = result.Preview is null ? "" : "video/mp4",
                Storyboard = result.Storyboard is null ? "" : _try + result.Storyboard,
                OgUrl = _try + result.SocialCard,
            };
            playback.Poster.Images.AddRange(result.Posters.Select(still => new Image { Url = _try + still.File, Width = still.Width, Type = still.Type }));
            playback.Sources.AddRange(result.Renditions.Select(one => new Source
            {
                Url = _try + one.File,
                Width = one.Width,
                Height = one.Height,
                Bitrate = one.Bitrate,
                Codec = one.Codecs,
                Bytes = one.Bytes,
                HeadBytes = one.HeadBytes,
            }));
            return new Rendered(playback, result.DurationMs, result.Width, result.Height, result.HasAudio, _bytes);
        }
    }

    // The same to its job as being cancelled from outside.
    private sealed class LeaseLostException : OperationCanceledException;
}
