#pragma once

#include "core/push/direct/chunk_size.h"
#include "core/push/direct/ledger.h"
#include "core/push/direct/pace.h"
#include "core/push/direct/repository_line.h"
#include "core/push/direct/upload_memory.h"
#include "core/push/direct/wire_blob.h"

namespace wharf::push {

/// What every upload of one thread works with.
struct UploadTools {
    RepositoryLine &line;
    SharedHabits &habits;
    Pace &pace;
    TokenDesk &desk;
    UploadMemory &memory;
    Ledger &ledger;
    qint64 askedChunk = 0; ///< PushOrder::chunkSize
    double likelySpeed = 0; ///< bytes a second, until it has been measured; 0: no idea
};

/// What is known of a blob before it is sent.
struct UploadTask {
    int row = 0;            ///< in the ledger; -1: none yet
    QString key;            ///< under which it is remembered: the digest of the source's bytes; empty where that is not known yet
    QString digest;         ///< it must have; empty where it is packed on the way
    QString sourceDigest;   ///< its source's bytes must have; empty where that is not known yet
    QString format;         ///< BegunUpload::format
};

struct UploadedBlob {
    QString digest;
    qint64 size = 0;
    QString sourceDigest;
};

/// Brings one blob to a registry: chunk by chunk, each with a live token, from where the registry stopped after whatever broke.
///
/// Blocks its thread until it is there and has been asked for. Distribution spec, "Pushing a blob in chunks". The document on what
/// registries do half-way is facts of theirs: distribution 2.8 throws away an upload whose chunk was cut, GitLab's tells how much
/// it has.
class BlobUpload {
public:
    BlobUpload(UploadTools tools, WireBlob &blob, UploadTask task);
    ~BlobUpload();
    BlobUpload(const BlobUpload &) = delete;
    BlobUpload &operator=(const BlobUpload &) = delete;

    /// Errors: those of the blob's source; Stage::Image, Kind::Malformed with the digest as subject where the source's bytes are not
    /// what its manifest says; Stage::Registry with replyFailure()'s, TooLarge (`body-limit`: even the smallest request is refused),
    /// BadReply (`range`, `digest`, `no-location`, `verify`,
    /// `location`: the upload is to go on where nothing answers; `host` says where); the way's; Cancelled.
    [[nodiscard]] Result<UploadedBlob> run();

    /// Where the registry keeps what there is of it; empty before and after. For taking it back.
    [[nodiscard]] const QUrl &location() const { return m_location; }

private:
    enum class Step { GoOn, Lost, Arrived };
    struct Chunk {
        qint64 length = -1; ///< -1: unknown, `most` at most
        qint64 most = 0;
        bool onNewConnection = false;
    };
    class Body;

    Result<void> begin();
    Result<void> goOnFromMemory();
    Result<Step> sendAll();
    Result<Step> sendNext();
    Result<Step> sendWhole();
    Result<Step> close();
    Result<Step> afterClosing(const RepositoryLine::Sent &sent);
    Result<Step> judge(const RepositoryLine::Sent &sent, const Chunk &chunk, qint64 given);
    Result<Step> accept(const net::Reply &reply, qint64 given);
    Result<Step> notFound();
    Result<Step> goOnFromRegistry();
    Result<Step> renewed(const RepositoryLine::Sent &sent);
    Result<Step> tooLarge(const RepositoryLine::Sent &sent, const Chunk &chunk, qint64 given);
    Result<Step> broken(const RepositoryLine::Sent &sent);
    Result<Step> backTo(qint64 offset);
    Result<Chunk> planChunk();
    Result<qint64> lookAhead(qint64 most);
    Result<void> readToEnd();
    Result<void> checkSource() const;
    Result<UploadedBlob> verify();
    [[nodiscard]] bool isSent() const;
    [[nodiscard]] net::StreamRequest request(const char *method, const QUrl &url) const;
    [[nodiscard]] QUrl closingUrl() const;
    void advance();
    void remember();
    void forget();
    void show(BlobProgress::State state);
    void measure(qint64 bytes);

    UploadTools m_tools;
    WireBlob &m_blob;
    UploadTask m_task;
    QUrl m_location;
    qint64 m_offset = 0;       ///< bytes that the registry has
    qint64 m_farthest = 0;     ///< bytes that it had at any time
    double m_speed = 0;        ///< bytes a second from the first byte of a request to its answer
    Retry m_retry;
    int m_refusals = 0;        ///< 401 in a row
    int m_spoiled = 0;         ///< times the registry found another digest
    int m_standstills = 0;     ///< answers in a row after which nothing more was there
    Failure m_lastTrouble;
};

} // namespace wharf::push
