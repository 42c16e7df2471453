#pragma once

#include "core/push/source/blob_giver.h"
#include "core/push/source/tar_walk.h"

#include <QSet>

#include <memory>

namespace wharf::push {

class Ending;

/// Gives blobs out of a tar that comes in a stream, in the stream's order and one at a time: the next one waits until the
/// reader of the one before has come to its end or is gone. Where a blob is wanted again that has gone by, or a reader goes
/// back, the stream is begun anew.
class BlobStream final : public BlobGiver {
public:
    /// What an entry is.
    struct Meaning {
        bool isBlob = false;
        std::optional<int> blob; ///< none: some layer, and the name does not tell which
    };
    /// Of a plain file. May read it where it is none of the blobs.
    using Identify = std::function<Result<Meaning>(const TarEntry &entry, TarWalk &walk)>;

    /// `subject` is what failures are about; `blobs` are the image's.
    BlobStream(WalkMaker begin, Identify identify, const QList<SourceBlob> &blobs, const QString &subject, std::shared_ptr<Ending> ending);
    ~BlobStream() override;

    /// Errors: also BadReply where a blob is not in the stream, `serverSaid` its digest.
    [[nodiscard]] Result<std::optional<ImageSource::Opened>> next(const Wanted &wanted) override;

    struct Turn; ///< whose turn it is to read the stream, and the stream

private:
    using Outcome = Result<std::optional<ImageSource::Opened>>;
    [[nodiscard]] Outcome walkOn(const Wanted &wanted);
    [[nodiscard]] Result<std::optional<Meaning>> meaningOf(const TarEntry &entry, TarWalk &walk, const Wanted &wanted);
    [[nodiscard]] std::optional<int> onlyLayerLeft() const;
    [[nodiscard]] bool anyLeft(const Wanted &wanted, bool layersOnly) const;
    [[nodiscard]] Result<bool> isOver(const Wanted &wanted);
    [[nodiscard]] ImageSource::Opened give(const TarEntry &entry, std::optional<int> blob);

    std::shared_ptr<Turn> m_turn;
    Identify m_identify;
    QList<SourceBlob> m_blobs;
    // Touched by whose turn it is.
    QSet<int> m_given;
    QSet<QString> m_givenNames;
    QSet<int> m_seen;          ///< in this walk
    int m_seenNameless = 0;
};

} // namespace wharf::push
