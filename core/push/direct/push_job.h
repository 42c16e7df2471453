#pragma once

#include "core/async/stop_flag.h"
#include "core/push/direct/layer_memory.h"
#include "core/push/direct/ledger.h"
#include "core/push/direct/pace.h"
#include "core/push/direct/repository_line.h"
#include "core/push/direct/token_desk.h"
#include "core/push/direct/upload_memory.h"
#include "core/push/direct/wire_blob.h"
#include "core/push/push_order.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace wharf::push {

/// The work of one direct push, from what the source has to what the tag names. Blocks the thread it runs on, and has a few of its
/// own for the uploads; whoever looks on reads ledger() and pace().
class PushJob {
public:
    struct Setting {
        PushOrder order;
        QUrl api;
        net::NetworkSettings network;
        std::shared_ptr<TokenDesk> desk;
        std::shared_ptr<const Clock> clock;
        std::shared_ptr<ImageSource> source;
    };

    explicit PushJob(Setting setting);
    ~PushJob();
    PushJob(const PushJob &) = delete;
    PushJob &operator=(const PushJob &) = delete;

    /// Once. Errors: the source's, the exchange's, the registry's, the way's; Cancelled after stop(). Blobs come first, then
    /// manifests, children before their index, and the tag last of all, so that nobody finds half an image under it.
    [[nodiscard]] Result<PushOutcome> run();

    /// Ends run() soon. With `forGood` what was begun at the registry is deleted there. Any thread.
    void stop(bool forGood);
    /// Ends run() at once, the taking back included: whoever waits for it answers no exchange any more. Any thread.
    void abandon();

    [[nodiscard]] Pace &pace() { return m_pace; }
    [[nodiscard]] Ledger &ledger() { return m_ledger; }

private:
    /// What became of a blob of the image.
    struct Settled {
        QString digest;
        qint64 size = 0;
        bool isThere = false;
        bool isClaimed = false; ///< a thread is at it; never a layer that the source cannot name
        qint64 sourceSize = -1; ///< bytes, as the source said when its turn came
    };
    /// What one thread works with.
    struct Lane;
    using LaneWork = std::function<Result<void>(Lane &)>;

    Result<void> describe();
    Result<void> lookWhatIsThere();
    Result<void> lookFor(Lane &lane, int blob);
    Result<bool> mount(Lane &lane, int blob, const QString &digest, const KnownLayer &known);
    Result<void> uploadRest();
    Result<void> upload(Lane &lane, ImageSource::Opened opened);
    Result<std::unique_ptr<BlobReader>> passIfThere(ImageSource::Opened &opened);
    Result<PushOutcome> finish();
    Result<QByteArray> manifestBytes(const SourceManifest &manifest) const;
    void takeBackUploads();

    Result<void> inLanes(const LaneWork &work);
    [[nodiscard]] bool isWanted(int blob) const;
    [[nodiscard]] int namedBy(const QString &diffId) const;
    [[nodiscard]] QString sourceKey(int blob) const;
    void settle(int blob, const QString &digest, qint64 size, BlobProgress::State state, const QString &from = {});
    std::unique_ptr<RepositoryLine> newLine(std::shared_ptr<StopFlag> stop) const;

    Setting m_setting;
    const std::shared_ptr<StopFlag> m_stop = std::make_shared<StopFlag>();
    const std::shared_ptr<StopFlag> m_takingBack = std::make_shared<StopFlag>(); ///< lives on after m_stop
    LayerMemory m_layers;
    UploadMemory m_uploads;
    SharedHabits m_habits;
    Pace m_pace;
    Ledger m_ledger;
    ImageContent m_content;

    mutable std::mutex m_mutex;
    std::vector<Settled> m_settled;
    std::optional<Failure> m_failure; ///< the first
    bool m_cancelled = false;
    bool m_forGood = false;
    int m_existed = 0;
    int m_mounted = 0;
    int m_uploaded = 0;
};

} // namespace wharf::push
