// The parts of OpenSSL that Swift cannot see: its macros and its variadic functions, as plain functions.
#ifndef GRILLO_COPENSSL_SHIM_H
#define GRILLO_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static inline long co_ctx_set_min_proto_version(SSL_CTX *ctx, int version) {
    return SSL_CTX_set_min_proto_version(ctx, version);
}

static inline long co_ctx_set_mode(SSL_CTX *ctx, long mode) { return SSL_CTX_set_mode(ctx, mode); }

static inline long co_ctx_disable_session_cache(SSL_CTX *ctx) {
    return SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
}

// The chain takes a reference of its own.
static inline long co_ctx_add_chain_cert(SSL_CTX *ctx, X509 *cert) { return SSL_CTX_add1_chain_cert(ctx, cert); }

static inline long co_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

static inline void co_bio_retry_read(BIO *bio) {
    BIO_clear_retry_flags(bio);
    BIO_set_retry_read(bio);
}

static inline void co_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline long co_bio_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline EVP_PKEY *co_new_p256_key(void) { return EVP_EC_gen("P-256"); }

static inline int co_error_reason(unsigned long code) { return ERR_GET_REASON(code); }

// The fault of `cert` as a TLS server's, as this system's authorities see it, with `chain` to help: an X509_V_ERR, or X509_V_OK.
// `authorities` is a file of more of them, or NULL.
static inline int co_judge_server(X509 *cert, const void *const *chain, int count, const char *authorities) {
    int verdict = X509_V_ERR_UNSPECIFIED;
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    STACK_OF(X509) *helpers = sk_X509_new_null();
    if (store != NULL && ctx != NULL && helpers != NULL && X509_STORE_set_default_paths(store) == 1) {
        if (authorities != NULL) X509_STORE_load_file(store, authorities);
        for (int i = 0; i < count; i++) sk_X509_push(helpers, (X509 *)chain[i]);
        if (X509_STORE_CTX_init(ctx, store, cert, helpers) == 1) {
            X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER);
            verdict = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
        }
    }
    sk_X509_free(helpers);
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    return verdict;
}

// 1 where `cert` says where its issuer's certificate can be fetched, as those of public authorities do.
static inline int co_names_issuer(X509 *cert) {
    int found = 0;
    AUTHORITY_INFO_ACCESS *access = (AUTHORITY_INFO_ACCESS *)X509_get_ext_d2i(cert, NID_info_access, NULL, NULL);
    for (int i = 0; access != NULL && i < sk_ACCESS_DESCRIPTION_num(access); i++)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(access, i)->method) == NID_ad_ca_issuers) found = 1;
    AUTHORITY_INFO_ACCESS_free(access);
    return found;
}

// Adds the extension `nid` in the textual form of openssl.cnf. 1 when done.
static inline int co_add_extension(X509 *cert, int nid, const char *value) {
    X509V3_CTX ctx;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(cert, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

#endif
